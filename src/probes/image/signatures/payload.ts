import { z } from "zod";
import { parseImageReference } from "../../image-reference.ts";
import type { SignedImage, Verdict } from "./signed-image.ts";

/** What simple signing signs (containers/image, "atomic container signature"; cosign's has another type). */
const payloadSchema = z.object({
  critical: z.object({
    type: z.enum(["atomic container signature", "cosign container image signature"]),
    image: z.object({ "docker-manifest-digest": z.string() }),
    identity: z.object({ "docker-reference": z.string() }),
  }),
});

/** Whether a payload, whose signature holds, is about this image. */
export function verdictOf(payload: string, image: SignedImage, type: "atomic" | "cosign"): Verdict {
  let critical: z.output<typeof payloadSchema>["critical"];
  try {
    critical = payloadSchema.parse(JSON.parse(payload)).critical;
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    return "malformed";
  }
  if (!critical.type.startsWith(type)) return "malformed";
  if (!image.digests.includes(critical.image["docker-manifest-digest"])) return "other-digest";
  const named = parseImageReference(critical.identity["docker-reference"]);
  return named !== undefined && `${named.registry}/${named.repository}` === image.repository
    ? "verified"
    : "other-repository";
}
