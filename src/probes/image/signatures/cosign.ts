import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { TroubleError } from "../../../transports/trouble.ts";
import { manifestSchema, readDocument } from "../sources/documents.ts";
import { fileTrouble, garbled } from "../sources/source-trouble.ts";
import { verdictOf } from "./payload.ts";
import type { SignatureStore } from "./signature-store.ts";
import { best, type SignedImage, type Verdict } from "./signed-image.ts";

const simpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
const signatureAnnotation = "dev.cosignproject.cosign/signature";
const bundle = /^application\/vnd\.dev\.sigstore\.bundle/;
const mostSignatures = 100;

/** A public key in a PEM file. @throws TroubleError */
export async function publicKeyOf(path: string): Promise<KeyObject> {
  const pem = await readFile(path).catch((error: unknown) => {
    throw new TroubleError(fileTrouble(error, path));
  });
  try {
    return createPublicKey(pem);
  } catch {
    throw new TroubleError({
      ...{ kind: "unparsable", message: `${path} holds no public key` },
      wouldVerify: `put the public key that cosign signs with into ${path}, as PEM`,
    });
  }
}

/** Whether a signature is by this key: ECDSA and RSA over SHA-256, or Ed25519, as cosign signs. */
function isBy(key: KeyObject, payload: Buffer, signature: string): boolean {
  try {
    const algorithm = key.asymmetricKeyType === "ed25519" ? null : "sha256";
    return verify(algorithm, payload, key, Buffer.from(signature, "base64"));
  } catch {
    return false;
  }
}

/**
 * What the signatures come to that cosign left for an image: under the tag `sha256-….sig`, or as referrers of its manifest.
 *
 * @throws TroubleError where they can't be read, or are of a kind that can't be verified here
 */
export async function cosignVerdict(
  key: KeyObject,
  image: SignedImage,
  stores: readonly SignatureStore[],
): Promise<Verdict> {
  const verdicts: Verdict[] = [];
  let bundles = 0;
  for (const store of stores) {
    for (const digest of image.digests)
      for (const manifest of await store.manifestsAbout(digest)) {
        const { layers } = readDocument(manifestSchema, manifest, `a signature of ${digest}`);
        for (const { mediaType, digest: blob, annotations } of layers.slice(0, mostSignatures)) {
          if (bundle.test(mediaType)) bundles += 1;
          if (mediaType !== simpleSigning) continue;
          const signature = annotations?.[signatureAnnotation];
          const payload = await store.blob(blob);
          if (signature === undefined) verdicts.push("malformed");
          else if (!isBy(key, payload, signature)) verdicts.push("wrong-key");
          else verdicts.push(verdictOf(payload.toString("utf8"), image, "cosign"));
        }
      }
    // What lies beside the image is enough; a registry is asked only where it isn't.
    if (verdicts.includes("verified")) return "verified";
  }
  const verdict = best(verdicts);
  if (verdict !== "verified" && bundles > 0)
    throw garbled(`${bundles} signatures are sigstore bundles, which are not read`);
  return best(verdicts);
}
