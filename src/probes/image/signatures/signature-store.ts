import { z } from "zod";
import { TroubleError } from "../../../transports/trouble.ts";
import type { BlobStore } from "../sources/blob-store.ts";
import { verified } from "../sources/digest.ts";
import { indexSchema, readDocument } from "../sources/documents.ts";
import { blobPath } from "../sources/oci-layout.ts";
import { manifestBytes, type Repository } from "../sources/registry/registry-image.ts";
import { garbled } from "../sources/source-trouble.ts";

/** Where signatures of images lie. */
export interface SignatureStore {
  /** Manifests of what was said about a digest. @throws TroubleError */
  readonly manifestsAbout: (digest: string) => Promise<readonly Buffer[]>;
  /** @throws TroubleError */
  readonly blob: (digest: string) => Promise<Buffer>;
}

const mostReferrers = 50;
const isSignature = (type: string | undefined) => type === undefined || /cosign|sigstore/.test(type);
const tagOf = (digest: string) => `${digest.replace(":", "-")}.sig`;

/** Signatures in a repository of a registry: by cosign's tag, and by the referrers API (OCI distribution-spec 1.1). */
export function registrySignatures(repository: Repository): SignatureStore {
  const { client, path } = repository;
  return {
    manifestsAbout: async (digest) => {
      const tagged = await client.document(
        `${path}/manifests/${tagOf(digest)}`,
        "application/vnd.oci.image.manifest.v1+json",
      );
      if (tagged.status !== 200 && tagged.status !== 404)
        throw new TroubleError(client.refusal(`${path}/manifests/${tagOf(digest)}`, tagged.status));
      const place = `${path}/referrers/${digest}`;
      const referrers = await client.document(place, "application/vnd.oci.image.index.v1+json");
      const found = tagged.status === 200 ? [tagged.body] : [];
      // A registry that knows no referrers keeps signatures under tags alone.
      if (referrers.status !== 200) return found;
      const { manifests } = readDocument(indexSchema, referrers.body, place);
      for (const it of manifests.filter(({ artifactType }) => isSignature(artifactType)).slice(0, mostReferrers))
        found.push(await manifestBytes(repository, it.digest));
      return found;
    },
    blob: async (digest) => {
      const place = `${path}/blobs/${digest}`;
      const { status, body } = await client.document(place, "*/*");
      if (status !== 200) throw new TroubleError(client.refusal(place, status));
      return verified(body, digest, place);
    },
  };
}

const subjectSchema = z.object({ subject: z.object({ digest: z.string() }).nullish() });

/** Signatures beside the images of an OCI image layout: by cosign's name, and by their subject. */
export function layoutSignatures(store: BlobStore): SignatureStore {
  const blob = async (digest: string) => {
    const bytes = await store.read(blobPath(digest));
    if (bytes === undefined) throw garbled(`${store.place} lacks ${digest}`);
    return verified(bytes, digest, `a blob of ${store.place}`);
  };
  return {
    blob,
    manifestsAbout: async (digest) => {
      const index = await store.read("index.json");
      const { manifests } = readDocument(indexSchema, index ?? Buffer.alloc(0), `index.json of ${store.place}`);
      const found: Buffer[] = [];
      for (const it of manifests.slice(0, mostReferrers)) {
        if (it.digest === digest) continue;
        const name = it.annotations?.["org.opencontainers.image.ref.name"] ?? "";
        const manifest = await blob(it.digest);
        const { subject } = readDocument(subjectSchema, manifest, it.digest);
        if (name.endsWith(tagOf(digest)) || (subject?.digest === digest && isSignature(it.artifactType)))
          found.push(manifest);
      }
      return found;
    },
  };
}
