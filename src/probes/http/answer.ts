import { createHash } from "node:crypto";
import { bodyText } from "./body-text.ts";
import type { Answer } from "./facts.ts";
import { redacted, redactedField } from "./redacted.ts";
import type { ParsedResponse } from "./response-parser.ts";

/** Browsers ignore a cookie whose name and value are longer together (RFC 6265bis section 5.6). */
const longest = 4096;

/**
 * A cookie's value may be a session's secret: only its keyed fingerprint is kept, with the length where browsers would not
 * take it, and with a prefix that they would look at. Without an equals sign all is value.
 */
function withoutCookieValue(field: string, fingerprint: (secret: string) => string): string {
  const [pair = "", ...rest] = field.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  const value = pair.slice(equals + 1).trim();
  if (value === "") return field;
  const prefix = name === "" ? (/^__(?:host|secure)-/i.exec(value)?.[0] ?? "") : "";
  const bytes = Buffer.byteLength(name, "latin1") + Buffer.byteLength(value, "latin1");
  const control = /[\0-\x08\x0a-\x1f\x7f]/.exec(value)?.[0] ?? "";
  const kept = `${prefix}hmac:${fingerprint(value)}${control}${bytes > longest ? ` (${bytes} bytes)` : ""}`;
  return [equals < 0 ? kept : `${pair.slice(0, equals)}=${kept}`, ...rest].join(";");
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
