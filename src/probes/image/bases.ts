import pLimit from "p-limit";
import type { ImageDeclaration, ResolvedBaseImage } from "../../estate/resolved.ts";
import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Collection } from "./layers/collect.ts";
import { openImage } from "./sources/open.ts";
import type { OpenImage } from "./sources/open-image.ts";

type Bases = FactsOf<"image-bases">;
const atOnce = 4;

/** The approved base images by their diffIDs, which their configurations name; no layer of theirs is read. */
export async function basesOf(
  image: OpenImage,
  { layers }: Collection,
  declared: ImageDeclaration,
  signal: AbortSignal,
): Promise<Bases | Trouble> {
  const lie = layers.findIndex(({ diffId }, i) => diffId !== image.diffIds[i]);
  if (lie >= 0)
    return {
      kind: "unparsable",
      message: `layer ${lie} is not known to be the one that the image's configuration names`,
      wouldVerify: "save or push the image anew",
    };
  const limit = pLimit(atOnce);
  const bases = declared.baseImages.map((it) => limit(() => baseOf(it, declared, signal)));
  return { diffIds: [...image.diffIds], bases: await Promise.all(bases) };
}

async function baseOf(
  base: ResolvedBaseImage,
  { registries }: ImageDeclaration,
  signal: AbortSignal,
): Promise<Bases["bases"][number]> {
  const { name, reference } = base;
  try {
    await using image = await openImage({ ...base, registries }, signal);
    return { name, reference, diffIds: [...image.diffIds] };
  } catch (error) {
    if (error instanceof TroubleError) return { name, reference, trouble: error.trouble };
    throw error;
  }
}
