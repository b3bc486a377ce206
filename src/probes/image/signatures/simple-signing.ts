import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { verifyClearSigned } from "../../../advisories/clear-signed.ts";
import { TroubleError } from "../../../transports/trouble.ts";
import { ask, whole } from "../sources/registry/request.ts";
import { fileTrouble } from "../sources/source-trouble.ts";
import { verdictOf } from "./payload.ts";
import { best, type SignedImage, type Verdict } from "./signed-image.ts";

const mostSignatures = 20;

/**
 * What the GPG signatures come to that lie for an image in a lookaside store: `BASE/PATH@sha256=DIGEST/signature-1` and so on
 * (containers/image's signature storage).
 *
 * @param lookaside `https://…` or `file:///…`
 * @throws TroubleError where they can't be read or verified
 */
export async function gpgVerdict(
  keyring: string,
  lookaside: string,
  image: SignedImage,
  signal: AbortSignal,
): Promise<Verdict> {
  await readFile(keyring).catch((error: unknown) => {
    throw new TroubleError(fileTrouble(error, keyring));
  });
  const path = image.repository.slice(image.repository.indexOf("/") + 1);
  const verdicts: Verdict[] = [];
  for (const digest of image.digests)
    for (let number = 1; number <= mostSignatures; number += 1) {
      const place = `${lookaside.replace(/\/+$/, "")}/${path}@${digest.replace(":", "=")}/signature-${number}`;
      const signature = await readSignature(new URL(place), signal);
      if (signature === undefined) break;
      const signed = await verifyClearSigned(signature, keyring, signal);
      if (!("kind" in signed)) verdicts.push(verdictOf(signed.text, image, "atomic"));
      else if (signed.kind !== "unparsable") throw new TroubleError(signed);
      else verdicts.push(signed.message.includes("NO_PUBKEY") ? "wrong-key" : "malformed");
    }
  return best(verdicts);
}

/** A signature, or nothing where there is none. @throws TroubleError */
async function readSignature(place: URL, signal: AbortSignal): Promise<Buffer | undefined> {
  if (place.protocol === "file:")
    return readFile(fileURLToPath(place)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw new TroubleError(fileTrouble(error, fileURLToPath(place)));
    });
  if (place.protocol !== "https:" && place.protocol !== "http:")
    throw new TroubleError({
      ...{ kind: "unsupported", message: `signatures can't be read from ${place.protocol}` },
      wouldVerify: "name a lookaside that begins with https:// or file:///",
    });
  const answering = await ask(place, { headers: {}, signal });
  if (answering.status === 404) {
    answering.drop();
    return undefined;
  }
  const body = await whole(answering, place.host);
  if (answering.status === 200) return body;
  throw new TroubleError({
    ...{ kind: "unreachable", message: `${place} answers with ${answering.status}` },
    wouldVerify: "let the signatures be read",
  });
}
