import { arch } from "node:os";
import type { Descriptor, ImageIndex } from "./documents.ts";
import { garbled } from "./source-trouble.ts";

const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386", arm64: "arm64", arm: "arm" };

/**
 * The image of an index that this machine would run: Linux on its own architecture, else the only one there is.
 *
 * @throws TroubleError where that leaves a choice
 */
export function forThisPlatform({ manifests }: ImageIndex, place: string): Descriptor {
  // Builders put their attestations beside the images, for a platform that there isn't.
  const images = manifests.filter((it) => it.platform?.os !== "unknown" && it.artifactType === undefined);
  const own = architectures[arch()] ?? arch();
  const [fitting, another] = images.filter((it) => it.platform?.os === "linux" && it.platform.architecture === own);
  const [only, ...others] = images;
  if (fitting !== undefined && another === undefined) return fitting;
  if (fitting === undefined && only !== undefined && others.length === 0) return only;
  const there = images.map((it) => `${it.platform?.os ?? "?"}/${it.platform?.architecture ?? "?"}`);
  throw garbled(`${place} has ${images.length} images (${there.join(", ").slice(0, 300)}), none or several for ${own}`);
}
