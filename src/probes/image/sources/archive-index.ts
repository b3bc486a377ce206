import type { BlobStore } from "./blob-store.ts";
import { digestOf } from "./digest.ts";
import { indexSchema, manifestSchema, readDocument } from "./documents.ts";
import { blobPath } from "./oci-layout.ts";

const deepest = 3;
const mostDocuments = 100;

/**
 * Configurations that an archive's OCI index leads to, by the digest of each index and manifest on the way. Empty where there
 * is no index; what it names and the archive lacks, such as other platforms, is left out.
 *
 * @throws TroubleError where a document of it makes no sense
 */
export async function configurationsByIndex(store: BlobStore): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  let documents = 0;
  async function below(digest: string, depth: number): Promise<readonly string[]> {
    const known = found.get(digest);
    if (known !== undefined || depth > deepest || documents >= mostDocuments) return known ?? [];
    documents += 1;
    found.set(digest, []);
    const bytes = await store.read(blobPath(digest));
    if (bytes === undefined || digestOf(bytes) !== digest) return [];
    const configurations = await configurationsOf(bytes, digest, depth);
    found.set(digest, configurations);
    return configurations;
  }
  async function configurationsOf(bytes: Buffer, what: string, depth: number): Promise<readonly string[]> {
    const { manifests } = readDocument(indexSchema.partial({ manifests: true }), bytes, what);
    if (manifests === undefined) return [readDocument(manifestSchema, bytes, what).config.digest];
    const all: string[] = [];
    for (const it of manifests) all.push(...(await below(it.digest, depth + 1)));
    return all;
  }
  const index = await store.read("index.json");
  if (index !== undefined) await configurationsOf(index, `index.json of ${store.place}`, 0);
  return found;
}
