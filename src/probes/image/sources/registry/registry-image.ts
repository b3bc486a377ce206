import type { RegistryDeclaration } from "../../../../estate/schema.ts";
import { TroubleError } from "../../../../transports/trouble.ts";
import { parseImageReference } from "../../../image-reference.ts";
import type { ImageReference } from "../../../image-reference-schema.ts";
import { digestOf, verified } from "../digest.ts";
import { indexSchema, manifestSchema, readDocument } from "../documents.ts";
import { imageOf } from "../image-of.ts";
import type { OpenImage } from "../open-image.ts";
import { forThisPlatform } from "../platform.ts";
import { garbled } from "../source-trouble.ts";
import { RegistryClient } from "./registry-client.ts";

const accepted = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const mostIndexes = 3;

/** A repository at its registry, ready to be asked. */
export interface Repository {
  readonly client: RegistryClient;
  readonly reference: ImageReference;
  /** Such as `/v2/library/debian`. */
  readonly path: string;
}

/** @throws TroubleError for what is no reference to a registry */
export async function repositoryOf(
  written: string,
  registries: readonly RegistryDeclaration[],
  signal: AbortSignal,
): Promise<Repository> {
  const reference = parseImageReference(written);
  if (reference === undefined)
    throw new TroubleError({
      kind: "unsupported",
      message: `${written} is no reference to an image`,
      wouldVerify: "write it as registry.example.com/shop:1.4, or as docker-archive:FILE",
    });
  const { registry } = reference;
  const declared = registries.find((it) => it.host === registry) ?? { host: registry, plainHttp: false };
  return { client: await RegistryClient.for(declared, signal), reference, path: `/v2/${reference.repository}` };
}

/** A manifest or an index, by tag or digest; by digest it is verified. @throws TroubleError */
export async function manifestBytes({ client, path }: Repository, tagOrDigest: string): Promise<Buffer> {
  const place = `${path}/manifests/${tagOrDigest}`;
  const { status, body } = await client.document(place, accepted);
  if (status !== 200) throw new TroubleError(client.refusal(place, status));
  return tagOrDigest.includes(":") ? verified(body, tagOrDigest, place) : body;
}

/**
 * The image of this machine's platform that a registry has under a tag or digest. Its layers are read from the registry when
 * they are asked for.
 *
 * @throws TroubleError
 */
export async function openRegistryImage(
  written: string,
  registries: readonly RegistryDeclaration[],
  signal: AbortSignal,
): Promise<OpenImage> {
  const repository = await repositoryOf(written, registries, signal);
  const { client, reference, path } = repository;
  const name = `${reference.registry}/${reference.repository}`;
  let body = await manifestBytes(repository, reference.digest ?? reference.tag ?? "latest");
  const indexDigests: string[] = [];
  for (let depth = 0; isIndex(body) && depth < mostIndexes; depth += 1) {
    indexDigests.push(digestOf(body));
    const { digest } = forThisPlatform(readDocument(indexSchema, body, `the index of ${written}`), written);
    body = await manifestBytes(repository, digest);
  }
  const manifest = readDocument(manifestSchema, body, `the manifest of ${written}`);
  const place = `${path}/blobs/${manifest.config.digest}`;
  const { status, body: config } = await client.document(place, "*/*");
  if (status !== 200) throw new TroubleError(client.refusal(place, status));
  const layers = manifest.layers.map(({ digest, size }) => ({
    size,
    open: () => client.blob(`${path}/blobs/${digest}`),
  }));
  return imageOf(verified(config, manifest.config.digest, place), layers, {
    ...{ source: "registry", digest: digestOf(body), repoDigests: [`${name}@${digestOf(body)}`] },
    tags: reference.tag === undefined ? [] : [`${name}:${reference.tag}`],
    ...{ indexDigests, request: `GET ${place}` },
    close: async () => {},
  });
}

function isIndex(body: Buffer): boolean {
  try {
    return Array.isArray((JSON.parse(body.toString("utf8")) as { manifests?: unknown }).manifests);
  } catch {
    throw garbled("the manifest makes no sense", body.toString("utf8", 0, 200));
  }
}
