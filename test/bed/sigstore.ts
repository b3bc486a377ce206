import { type KeyObject, sign } from "node:crypto";
import { bundleToJSON } from "@sigstore/bundle";
import { attachArtifactToImage } from "@sigstore/oci";
import { DSSEBundleBuilder, MessageSignatureBundleBuilder, type Signer } from "@sigstore/sign";

export const bundleType = "application/vnd.dev.sigstore.bundle.v0.3+json";

/** A statement about an image: that it is signed, as cosign 3 states it, unless `more` says otherwise. */
export function statement(digest: string, more: { name?: string; predicateType?: string } = {}): Buffer {
  const { name, predicateType = "https://sigstore.dev/cosign/sign/v1" } = more;
  const subject = { digest: { sha256: digest.replace("sha256:", "") }, annotations: {}, ...(name && { name }) };
  const type = "https://in-toto.io/Statement/v1";
  return Buffer.from(JSON.stringify({ _type: type, subject: [subject], predicateType, predicate: {} }));
}

function signerOf(key: KeyObject): Signer {
  const algorithm = key.asymmetricKeyType === "ed25519" ? null : "sha256";
  const publicKey = { $case: "publicKey" as const, publicKey: "", hint: "test" };
  return { sign: async (data) => ({ signature: sign(algorithm, data, key), key: publicKey }) };
}

/** Sigstore's own bundle (version 0.3) around a signed statement, with a key and no witness. */
export async function statedBundle(key: KeyObject, data: Buffer): Promise<Buffer> {
  const builder = new DSSEBundleBuilder({ signer: signerOf(key), witnesses: [] });
  return Buffer.from(
    JSON.stringify(bundleToJSON(await builder.create({ data, type: "application/vnd.in-toto+json" }))),
  );
}

/** Sigstore's own bundle around a signature of bytes, without a statement about what they are. */
export async function plainBundle(key: KeyObject, data: Buffer): Promise<Buffer> {
  const builder = new MessageSignatureBundleBuilder({ signer: signerOf(key), witnesses: [] });
  return Buffer.from(JSON.stringify(bundleToJSON(await builder.create({ data }))));
}

/** Makes a registry keep a bundle as what refers to an image, as its own client does that: by the referrers API or its tag. */
export async function attachBundle(imageName: string, imageDigest: string, artifact: Buffer): Promise<void> {
  const wish = { imageName, imageDigest, artifact, mediaType: bundleType };
  // It signs in wherever it is given an account, and the registry here has none.
  await attachArtifactToImage(wish as Parameters<typeof attachArtifactToImage>[0]);
}
