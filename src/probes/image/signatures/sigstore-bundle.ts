import { z } from "zod";
import { parseImageReference } from "../../image-reference.ts";
import type { SignedImage, Verdict } from "./signed-image.ts";

/** Sigstore's bundle, versions 0.1 to 0.3, as far as it carries a DSSE envelope; base64 as protobuf's JSON writes it. */
const bundleSchema = z.object({
  dsseEnvelope: z
    .object({
      payloadType: z.string(),
      payload: z.base64(),
      signatures: z.array(z.object({ sig: z.base64() })).max(10),
    })
    .optional(),
});
const statementType = "application/vnd.in-toto+json";
/** An in-toto statement (v0.1 or v1) of whatever kind. */
const statementSchema = z.object({
  predicateType: z.string(),
  subject: z.array(z.object({ name: z.string().nullish(), digest: z.record(z.string(), z.string()) })).max(1000),
});
/** The statement that says no more than: this is signed. Others, such as how it was built, are no signature of the image. */
const signedPredicate = "https://sigstore.dev/cosign/sign/v1";

/** What was signed of a payload: DSSE's pre-authentication encoding. */
function preAuthenticated(type: string, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${payload.length} `), payload]);
}

/**
 * What a bundle comes to: `other-kind` where it carries no envelope, `no-signature` where what it states of the image is
 * something else than that it is signed.
 *
 * @param isBy whether a signature (base64) of these bytes is by the key that is asked about
 */
export function bundleVerdict(
  bundle: Buffer,
  image: SignedImage,
  isBy: (payload: Buffer, signature: string) => boolean,
): Verdict | "other-kind" | "no-signature" {
  const envelope = parsed(bundleSchema, bundle);
  if (envelope === undefined) return "malformed";
  if (envelope.dsseEnvelope === undefined) return "other-kind";
  const { payloadType, payload, signatures } = envelope.dsseEnvelope;
  const bytes = Buffer.from(payload, "base64");
  const statement = payloadType === statementType ? parsed(statementSchema, bytes) : undefined;
  if (statement === undefined) return "malformed";
  if (statement.predicateType !== signedPredicate) return "no-signature";
  const signed = preAuthenticated(payloadType, bytes);
  if (!signatures.some(({ sig }) => isBy(signed, sig))) return "wrong-key";
  const about = statement.subject.filter(({ digest }) => image.digests.includes(`sha256:${digest["sha256"]}`));
  if (about.length === 0) return "other-digest";
  return about.some(({ name }) => isOf(image.repository, name ?? "")) ? "verified" : "other-repository";
}

/** Cosign names no repository in a bundle: the digest alone binds it. Where one is named, it must be this one. */
function isOf(repository: string, name: string): boolean {
  if (name === "") return true;
  const named = parseImageReference(name);
  return named !== undefined && `${named.registry}/${named.repository}` === repository;
}

function parsed<S extends z.ZodType>(schema: S, bytes: Buffer): z.output<S> | undefined {
  try {
    return schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    return undefined;
  }
}
