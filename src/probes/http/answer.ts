import { createHash } from "node:crypto";
import { bodyText } from "./body-text.ts";
import type { Answer } from "./facts.ts";
import { redacted, redactedField } from "./redacted.ts";
import type { ParsedResponse } from "./response-parser.ts";

/** A cookie's value may be a session's secret: only its keyed fingerprint is kept. */
function withoutCookieValue(field: string, fingerprint: (secret: string) => string): string {
  const parts = /^([^=;]*)=([^;]*)(.*)$/s.exec(field);
  if (!parts) return field;
  const [, name, value = "", rest] = parts;
  return value.trim() === "" ? field : `${name}=hmac:${fingerprint(value)}${rest}`;
}

/** A response as a fact. */
export function answerOf(response: ParsedResponse, fingerprint: (secret: string) => string): Answer {
  return {
    httpVersion: response.httpVersion,
    status: response.status,
    reason: response.reason,
    headers: response.headers.map(([name, value]) => [
      name,
      name.trim().toLowerCase() === "set-cookie"
        ? withoutCookieValue(value, fingerprint)
        : redactedField(name, value, fingerprint),
    ]),
    bodyBytes: response.body.length,
    bodyComplete: response.bodyComplete,
    bodySha256: createHash("sha256").update(response.body).digest("hex"),
    bodyStart: redacted(bodyText(response).slice(0, 65_536), fingerprint)
      .slice(0, 4096)
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, "\ufffd"),
  };
}
