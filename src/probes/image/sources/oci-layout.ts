import type { BlobStore } from "./blob-store.ts";
import { verified } from "./digest.ts";
import { type Descriptor, type ImageIndex, indexSchema, manifestSchema, readDocument } from "./documents.ts";
import { imageOf } from "./image-of.ts";
import type { OpenImage } from "./open-image.ts";
import { forThisPlatform } from "./platform.ts";
import { garbled } from "./source-trouble.ts";

const refName = "org.opencontainers.image.ref.name";
const containerdName = "io.containerd.image.name";
const mostIndexes = 3;

export const blobPath = (digest: string) => `blobs/${digest.replace(":", "/")}`;

const isIndex = ({ mediaType }: Descriptor) => /image\.index\.v1\+json$|manifest\.list\.v2\+json$/.test(mediaType);
/** Signatures, attestations and lists of them lie beside the images that they are about. */
const isImage = (it: Descriptor) => !/^sha256-[0-9a-f]{64}(?:\.|$)/.test(it.annotations?.[refName] ?? "");
const namesOf = ({ annotations }: Descriptor) =>
  [annotations?.[containerdName], annotations?.[refName]].filter((it) => it !== undefined);

async function documentOf(store: BlobStore, digest: string): Promise<Buffer> {
  const bytes = await store.read(blobPath(digest));
  if (bytes === undefined) throw garbled(`${store.place} lacks ${digest}`);
  return verified(bytes, digest, `a blob of ${store.place}`);
}

/** The manifest that an index leads to, for this machine's platform. */
async function chosen(store: BlobStore, index: ImageIndex, name: string | undefined) {
  const images = index.manifests.filter(isImage).filter((it) => name === undefined || namesOf(it).includes(name));
  if (images.length === 0) throw garbled(`${store.place} has no image ${name ?? ""}`);
  let at =
    images.length === 1 && images[0] !== undefined
      ? images[0]
      : forThisPlatform({ ...index, manifests: images }, store.place);
  const indexDigests: string[] = [];
  for (let depth = 0; isIndex(at) && depth < mostIndexes; depth += 1) {
    indexDigests.push(at.digest);
    at = forThisPlatform(readDocument(indexSchema, await documentOf(store, at.digest), at.digest), store.place);
  }
  return { descriptor: at, indexDigests };
}

/**
 * The image in an OCI image layout (image-spec 1.1), in a folder or in an archive.
 *
 * @param name which one, in a layout of several
 * @throws TroubleError
 */
export async function openOciLayout(
  store: BlobStore,
  source: "oci-archive" | "oci-layout",
  name: string | undefined,
): Promise<OpenImage> {
  const index = await store.read("index.json");
  if (index === undefined) throw garbled(`${store.place} has no index.json: it is no OCI image layout`);
  const { descriptor, indexDigests } = await chosen(
    store,
    readDocument(indexSchema, index, `index.json of ${store.place}`),
    name,
  );
  const manifest = readDocument(manifestSchema, await documentOf(store, descriptor.digest), descriptor.digest);
  const config = await documentOf(store, manifest.config.digest);
  const layers = await Promise.all(
    manifest.layers.map(async ({ digest }) => {
      const blob = await store.blob(blobPath(digest));
      if (blob === undefined) throw garbled(`${store.place} lacks the layer ${digest}`);
      return blob;
    }),
  );
  return imageOf(config, layers, {
    ...{ source, digest: descriptor.digest, tags: namesOf(descriptor), repoDigests: [] },
    ...{ indexDigests, store },
    request: `read ${blobPath(manifest.config.digest)} of ${store.place}`,
    close: () => store[Symbol.asyncDispose](),
  });
}
