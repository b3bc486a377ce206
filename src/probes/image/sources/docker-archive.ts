import { parseImageReference } from "../../image-reference.ts";
import { configurationsByIndex } from "./archive-index.ts";
import type { BlobStore } from "./blob-store.ts";
import { digestOf } from "./digest.ts";
import { readDocument, savedImagesSchema } from "./documents.ts";
import { imageOf } from "./image-of.ts";
import type { OpenImage } from "./open-image.ts";
import { garbled } from "./source-trouble.ts";

/**
 * The image in an archive that an engine saved: the layout of old (`<id>/layer.tar`), podman's (`<diffID>.tar`), or Docker's
 * since version 25 (`blobs/sha256/…`); `manifest.json` leads to all of them. The newest have an OCI index besides, which some
 * engines go by: both must lead to the same image.
 *
 * @param name which one, in an archive of several
 * @throws TroubleError
 */
export async function openDockerArchive(
  store: BlobStore,
  name: string | undefined,
  source: "docker-archive" | "engine" = "docker-archive",
): Promise<OpenImage> {
  const manifest = await store.read("manifest.json");
  if (manifest === undefined) throw garbled(`${store.place} has no manifest.json: it is no docker-archive`);
  const saved = readDocument(savedImagesSchema, manifest, `manifest.json of ${store.place}`);
  const matching = saved.filter((it) => name === undefined || (it.RepoTags ?? []).some((tag) => isSame(tag, name)));
  const [image, another] = matching;
  if (image === undefined) throw garbled(`${store.place} has no image ${name ?? ""}`);
  if (another !== undefined)
    throw garbled(`${store.place} has ${matching.length} images: name one, as docker-archive:FILE:NAME`);
  const config = await store.read(image.Config);
  if (config === undefined) throw garbled(`${store.place} has no ${image.Config.slice(0, 200)}`);
  const named = /[0-9a-f]{64}/.exec(image.Config)?.[0];
  if (named !== undefined && digestOf(config) !== `sha256:${named}`)
    throw garbled(`the configuration in ${store.place} doesn't have the digest by which it is named`);
  const indexed = [...(await configurationsByIndex(store)).values()].flat();
  if (indexed.length > 0 && !indexed.includes(digestOf(config)))
    throw garbled(`${store.place} leads to another image by its index.json than by its manifest.json`);
  const layers = await Promise.all(
    image.Layers.map(async (path) => {
      const blob = await store.blob(path);
      if (blob === undefined) throw garbled(`${store.place} lacks the layer ${path.slice(0, 200)}`);
      return blob;
    }),
  );
  return imageOf(config, layers, {
    ...{ source, tags: image.RepoTags ?? [], repoDigests: [], indexDigests: [] },
    request: `read manifest.json and ${image.Config} of ${store.place}`,
    close: () => store[Symbol.asyncDispose](),
  });
}

/** Whether two names are the same once Docker's defaults are filled in. */
export function isSame(a: string, b: string): boolean {
  const whole = (written: string) => {
    const it = parseImageReference(written);
    return it === undefined ? written : `${it.registry}/${it.repository}:${it.tag ?? "latest"}`;
  };
  return whole(a) === whole(b);
}
