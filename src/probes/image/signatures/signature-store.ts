import { z } from "zod";
import { TroubleError } from "../../../transports/trouble.ts";
import type { BlobStore } from "../sources/blob-store.ts";
import { verified } from "../sources/digest.ts";
import { type ImageIndex, indexSchema, readDocument } from "../sources/documents.ts";
import { blobPath } from "../sources/oci-layout.ts";
import { manifestBytes, type Repository } from "../sources/registry/registry-image.ts";
import { garbled } from "../sources/source-trouble.ts";
import { referrersOf, referrersTag } from "./referrers.ts";

/** Where signatures of images lie. */
export interface SignatureStore {
  /** Manifests of what was said about a digest. @throws TroubleError */
  readonly manifestsAbout: (digest: string) => Promise<readonly Buffer[]>;
  /** @throws TroubleError */
  readonly blob: (digest: string) => Promise<Buffer>;
}

const mostReferrers = 50;
/** What refers to an image says what it is; where it doesn't, only its manifest tells. */
const signaturesAmong = (manifests: ImageIndex["manifests"]) =>
  manifests.filter(({ artifactType: it }) => it === undefined || /cosign|sigstore/.test(it)).slice(0, mostReferrers);
const signatureTag = (digest: string) => `${referrersTag(digest)}.sig`;

/** Signatures in a repository of a registry: by cosign's tag, and by what refers to the digest. */
export function registrySignatures(repository: Repository): SignatureStore {
  const { client, path } = repository;
  return {
    manifestsAbout: async (digest) => {
      const place = `${path}/manifests/${signatureTag(digest)}`;
      const tagged = await client.document(place, "application/vnd.oci.image.manifest.v1+json");
      if (tagged.status !== 200 && tagged.status !== 404) throw new TroubleError(client.refusal(place, tagged.status));
      const found = tagged.status === 200 ? [tagged.body] : [];
      for (const it of signaturesAmong(await referrersOf(repository, digest)))
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

/** Signatures beside the images of an OCI image layout: by cosign's name, by the list of referrers, and by their subject. */
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
        const document = await blob(it.digest);
        if (name.endsWith(referrersTag(digest)))
          for (const referrer of signaturesAmong(readDocument(indexSchema, document, name).manifests))
            found.push(await blob(referrer.digest));
        const { subject } = readDocument(subjectSchema, document, it.digest);
        const isAbout = subject?.digest === digest && signaturesAmong([it]).length > 0;
        if (name.endsWith(signatureTag(digest)) || isAbout) found.push(document);
      }
      return found;
    },
  };
}
