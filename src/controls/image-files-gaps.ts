import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

/** Why nothing can be cleared of an image's files: layers that were not read, or no file at all. */
export function imageFilesGaps({ files, unseen }: FactsOf<"image-files">): readonly Gap[] {
  return files > 0
    ? unseen
    : [...unseen, { reason: "no file was found in the image", wouldVerify: "declare the image that is run" }];
}
