import type { ResolvedBaseImage } from "../../estate/resolved.ts";
import { parseImageReference } from "../image-reference.ts";
import { isSameImage } from "../same-image.ts";
import type { Build, Stage } from "./build.ts";

/** The base image of the estate that the target begins with, where the estate tells which user it sets. */
export function parentOf(
  stages: readonly Stage[],
  target: number,
  baseImages: readonly ResolvedBaseImage[],
): Build["parent"] {
  let origin = stages[target]?.origin;
  while (origin?.kind === "stage") origin = stages[origin.stage]?.origin;
  if (origin?.kind !== "image") return undefined;
  for (const { reference, user } of baseImages) {
    const image = parseImageReference(reference);
    if (user !== undefined && image !== undefined && isSameImage(origin.image, image))
      return { image: reference, user };
  }
  return undefined;
}
