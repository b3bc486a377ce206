import { createHash, createPublicKey } from "node:crypto";

/** Fingerprints in hex of the primary keys in a key file: binary, or in ASCII armor, one block or several (RFC 9580). */
export function openPgpFingerprints(content: Buffer): readonly string[] {
  const blocks = armored(content.toString("latin1"));
  return [...new Set((blocks.length > 0 ? blocks : [content]).flatMap(primaryKeys))];
}

/** SHA-256 over the key itself, for keys of apk, which are RSA in PEM. */
export function pemFingerprints(content: Buffer): readonly string[] {
  try {
    const key = createPublicKey(content).export({ type: "spki", format: "der" });
    return [createHash("sha256").update(key).digest("hex")];
  } catch {
    return [];
  }
}

function armored(text: string): readonly Buffer[] {
  return [...text.matchAll(/-----BEGIN PGP PUBLIC KEY BLOCK-----([\s\S]*?)-----END PGP/g)].map(([, body = ""]) => {
    const lines = body
      .replaceAll("\r", "")
      .split("\n")
      .map((it) => it.trim());
    // Headers end with an empty line; the checksum at the end begins with an equals sign.
    const data = lines.slice(lines.indexOf("", 1) + 1).filter((it) => !it.startsWith("="));
    return Buffer.from(data.join(""), "base64");
  });
}

function primaryKeys(bytes: Buffer): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < bytes.length && found.length < 1000; ) {
    const packet = packetAt(bytes, at);
    if (packet === undefined) break;
    const fingerprint = packet.tag === 6 ? fingerprintOf(packet.body) : undefined;
    if (fingerprint !== undefined) found.push(fingerprint);
    at = packet.end;
  }
  return found;
}

interface Packet {
  readonly tag: number;
  readonly body: Buffer;
  readonly end: number;
}

/** Header of old or new form (RFC 9580, 4.2); lengths that keys never have are none. */
function packetAt(bytes: Buffer, at: number): Packet | undefined {
  const first = bytes[at] ?? 0;
  if ((first & 0x80) === 0) return undefined;
  const isNew = (first & 0x40) !== 0;
  const length = isNew ? newLength(bytes, at + 1) : oldLength(bytes, at + 1, first & 3);
  if (length === undefined || length.start + length.count > bytes.length) return undefined;
  const end = length.start + length.count;
  return { tag: isNew ? first & 0x3f : (first >> 2) & 0x0f, body: bytes.subarray(length.start, end), end };
}

function newLength(bytes: Buffer, at: number) {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if (first < 192) return { start: at + 1, count: first };
  if (first < 224) return { start: at + 2, count: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192 };
  return first === 255 && at + 5 <= bytes.length ? { start: at + 5, count: bytes.readUInt32BE(at + 1) } : undefined;
}

function oldLength(bytes: Buffer, at: number, type: number) {
  const size = [1, 2, 4][type];
  if (size === undefined || at + size > bytes.length) return undefined;
  return { start: at + size, count: bytes.readUIntBE(at, size) };
}

/** Version 4 is SHA-1 over the packet; versions 5 and 6 are SHA-256 with longer lengths (RFC 9580, 5.5.4). */
function fingerprintOf(body: Buffer): string | undefined {
  const version = body[0];
  if (version === 4) {
    const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff]);
    return createHash("sha1").update(head).update(body).digest("hex");
  }
  if (version !== 5 && version !== 6) return undefined;
  const head = Buffer.alloc(5);
  head[0] = version === 5 ? 0x9a : 0x9b;
  head.writeUInt32BE(body.length, 1);
  return createHash("sha256").update(head).update(body).digest("hex");
}
