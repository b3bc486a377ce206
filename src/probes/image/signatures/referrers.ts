import { TroubleError } from "../../../transports/trouble.ts";
import { type ImageIndex, indexSchema, readDocument } from "../sources/documents.ts";
import type { Repository } from "../sources/registry/registry-image.ts";
import { garbled } from "../sources/source-trouble.ts";

const indexType = "application/vnd.oci.image.index.v1+json";
const mostPages = 10;
/** Tag of the index that lists what refers to a digest, where the registry keeps no such list. */
export const referrersTag = (digest: string) => digest.replace(":", "-");
/** How registries answer that know no such question. */
const isUnknown = (status: number) => [400, 404, 405, 501].includes(status);

/**
 * What refers to a digest in a repository: by the referrers API of OCI distribution-spec 1.1, page by page, or by the tag that
 * takes its place where the registry knows no such question.
 *
 * @throws TroubleError where it can't be asked: a refusal is no empty list
 */
export async function referrersOf(repository: Repository, digest: string): Promise<ImageIndex["manifests"]> {
  const { client, path } = repository;
  const found: ImageIndex["manifests"] = [];
  let place: string | undefined = `${path}/referrers/${digest}`;
  for (let page = 0; place !== undefined; page += 1) {
    if (page === mostPages) throw garbled(`${path} lists more than ${mostPages} pages of what refers to ${digest}`);
    const { status, body, next } = await client.document(place, indexType);
    if (page === 0 && isUnknown(status)) return tagged(repository, digest);
    if (status !== 200) throw new TroubleError(client.refusal(place, status));
    found.push(...readDocument(indexSchema, body, place).manifests);
    place = next;
  }
  return found;
}

async function tagged(repository: Repository, digest: string): Promise<ImageIndex["manifests"]> {
  const { client, path } = repository;
  const place = `${path}/manifests/${referrersTag(digest)}`;
  const { status, body } = await client.document(place, indexType);
  if (status === 404) return [];
  if (status !== 200) throw new TroubleError(client.refusal(place, status));
  return readDocument(indexSchema, body, place).manifests;
}
