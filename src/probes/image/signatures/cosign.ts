import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readFile } from "node:fs/promises";
import { TroubleError } from "../../../transports/trouble.ts";
import { type Descriptor, manifestSchema, readDocument } from "../sources/documents.ts";
import { fileTrouble, garbled } from "../sources/source-trouble.ts";
import { verdictOf } from "./payload.ts";
import type { SignatureStore } from "./signature-store.ts";
import { best, type SignedImage, type Verdict } from "./signed-image.ts";
import { bundleVerdict } from "./sigstore-bundle.ts";

const simpleSigning = "application/vnd.dev.cosign.simplesigning.v1+json";
const signatureAnnotation = "dev.cosignproject.cosign/signature";
const bundle = /^application\/vnd\.dev\.sigstore\.bundle\b/;
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

/** Whether a signature is by this key: ECDSA with a hash as long as its curve or SHA-256, RSA, or Ed25519, as cosign signs. */
function isBy(key: KeyObject, payload: Buffer, signature: string): boolean {
  const hashes = key.asymmetricKeyType === "ed25519" ? [null] : ["sha256", "sha384", "sha512"];
  return hashes.some((hash) => {
    try {
      return verify(hash, payload, key, Buffer.from(signature, "base64"));
    } catch {
      return false;
    }
  });
}

/**
 * What the signatures come to that cosign left for an image: simple signing under the tag `sha256-….sig`, and sigstore's bundles
 * among what refers to its manifest. The key decides; whether a transparency log saw the signature too is not asked.
 *
 * @throws TroubleError where they can't be read, or are of a kind that can't be verified here
 */
export async function cosignVerdict(
  key: KeyObject,
  image: SignedImage,
  stores: readonly SignatureStore[],
): Promise<Verdict> {
  const told: Awaited<ReturnType<typeof layerVerdict>>[] = [];
  for (const store of stores) {
    for (const digest of image.digests)
      for (const manifest of await store.manifestsAbout(digest)) {
        const { layers } = readDocument(manifestSchema, manifest, `a signature of ${digest}`);
        for (const layer of layers.slice(0, mostSignatures)) told.push(await layerVerdict(key, image, store, layer));
      }
    // What lies beside the image is enough; a registry is asked only where it isn't.
    if (told.includes("verified")) return "verified";
  }
  const others = told.filter((it) => it === "other-kind").length;
  if (others > 0)
    throw garbled(`${others} signatures are of a kind that is not read: sigstore bundles without a statement`);
  return best(told.filter((it) => it !== "other-kind" && it !== "no-signature"));
}

async function layerVerdict(key: KeyObject, image: SignedImage, store: SignatureStore, layer: Descriptor) {
  const { mediaType, digest, annotations } = layer;
  if (bundle.test(mediaType))
    return bundleVerdict(await store.blob(digest), image, (payload, signature) => isBy(key, payload, signature));
  if (mediaType !== simpleSigning) return "no-signature";
  const signature = annotations?.[signatureAnnotation];
  if (signature === undefined) return "malformed";
  const payload = await store.blob(digest);
  return isBy(key, payload, signature) ? verdictOf(payload.toString("utf8"), image, "cosign") : "wrong-key";
}
