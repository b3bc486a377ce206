import { headerValues } from "../../../answers.ts";
import { parseStrictTransportSecurity } from "../../../strict-transport-security.ts";
import type { GradeFacts } from "./grade-facts.ts";

/** Half a year of 30-day months: from there on Strict-Transport-Security counts as long. */
export const longSeconds = 15_552_000;

/** `unasked` where no HTTP is spoken, so that there is nobody to be told. */
export type StrictTransport = "unasked" | "untold" | "absent" | "disabled" | "invalid" | "short" | "long";

/** What the page at the endpoint's own path says about using HTTPS only. */
export function strictTransport({ httpAnswers }: GradeFacts): StrictTransport {
  if (httpAnswers === undefined) return "unasked";
  const answer = httpAnswers.exchanges.find((it) => it.purpose === "root" && it.answer !== undefined)?.answer;
  if (answer === undefined) return "untold";
  const [first, ...others] = headerValues(answer, "strict-transport-security");
  if (first === undefined) return "absent";
  const parsed = parseStrictTransportSecurity(first);
  if ("mistake" in parsed || others.length > 0) return "invalid";
  if (parsed.maxAgeSeconds === 0) return "disabled";
  return parsed.maxAgeSeconds >= longSeconds ? "long" : "short";
}

/** Whether pinned keys (RFC 7469) are absent or fit: two pins or more, one of them in the chain and one not. */
export function pinsFit({ httpAnswers, tlsCertificates }: GradeFacts): boolean {
  const answer = httpAnswers?.exchanges.find((it) => it.purpose === "root" && it.answer !== undefined)?.answer;
  const [field] = answer === undefined ? [] : headerValues(answer, "public-key-pins");
  if (field === undefined) return true;
  const pins = [...field.matchAll(/pin-sha256="([A-Za-z0-9+/=]+)"/gi)].map(([, pin]) => pin ?? "");
  const keys = tlsCertificates.chains.flatMap(({ sent }) =>
    sent.map((it) => Buffer.from(it.spkiSha256, "hex").toString("base64")),
  );
  return (
    /(?:^|;)\s*max-age\s*=\s*"?\d+/i.test(field) &&
    pins.some((it) => keys.includes(it)) &&
    pins.some((it) => !keys.includes(it))
  );
}
