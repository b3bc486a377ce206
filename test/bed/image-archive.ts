import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./run-folder.ts";
import { tarArchive } from "./tar-archive.ts";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** What of a hand-made image is not as it should be. */
export interface ImageFaults {
  readonly config?: object;
  readonly diffIds?: readonly string[];
  readonly compress?: (layer: Buffer) => Buffer;
}

/** Writes an image of these layers (from the bottom) as an engine saves one, and gives the reference to it. */
export function imageArchive(layers: readonly Buffer[], faults: ImageFaults = {}): string {
  const config = Buffer.from(
    JSON.stringify({
      ...{ os: "linux", architecture: "amd64", config: faults.config ?? {} },
      rootfs: { type: "layers", diff_ids: faults.diffIds ?? layers.map((it) => `sha256:${sha256(it)}`) },
    }),
  );
  const names = layers.map((_, i) => `${i}/layer.tar`);
  const manifest = JSON.stringify([
    { Config: `${sha256(config)}.json`, RepoTags: ["localhost/hand:made"], Layers: names },
  ]);
  const archive = tarArchive([
    ...layers.map((it, i) => ({ path: names[i] ?? "", content: faults.compress?.(it) ?? it })),
    { path: `${sha256(config)}.json`, content: config },
    { path: "manifest.json", content: manifest },
  ]);
  const path = join(runFolder("image"), "image.tar");
  writeFileSync(path, archive);
  return `docker-archive:${path}`;
}
