import { kindOfBanner } from "./banner.ts";

/** Whether a greeting has come to its end: a last numbered line, a whole packet, or just a line. */
export function isWholeGreeting(bytes: Buffer): boolean {
  const kind = kindOfBanner(bytes);
  if (kind === "mysql" || kind === "mariadb") return bytes.length >= 4 + bytes.readUIntLE(0, 3);
  const text = bytes.toString("latin1");
  if (/^\d{3}-/.test(text)) return /^\d{3} [^\n]*\n/m.test(text);
  return kind === "ssh" ? /^SSH-[^\n]*\n/m.test(text) : kind === "telnet" || text.includes("\n");
}

const longestGreeting = 300;

/** A greeting as a line of text; the version alone of MySQL's and MariaDB's handshake. */
export function greetingText(bytes: Buffer): string {
  const isHandshake = bytes.length > 5 && bytes[3] === 0 && bytes[4] === 0x0a && kindOfBanner(bytes) !== undefined;
  const text = isHandshake
    ? (bytes
        .subarray(5, 5 + longestGreeting)
        .toString("latin1")
        .split("\0")[0] ?? "")
    : bytes.subarray(0, longestGreeting).toString("latin1");
  return text
    .trim()
    .replace(/[\r\n]+/g, " ")
    .replace(/[\0-\x1f\x7f-\x9f]/g, "\ufffd");
}
