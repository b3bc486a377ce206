import { isAscii, isUtf8 } from "node:buffer";

/** One header block of a tar archive as it stands, before extended headers are applied. */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly userId: number;
  readonly groupId: number;
  /** Bytes of the body; negative where the field makes no sense. */
  readonly size: number;
  readonly modified: number;
  /** One character; NUL is given as `0`. */
  readonly flag: string;
  readonly target: string;
  /** For GNU's sparse files: whether more blocks of the map follow. */
  readonly sparseExtended: boolean;
}

/** Text of bytes that were written on some system: UTF-8, or else one character a byte, so that no two names become one. */
export function textOf(bytes: Buffer): string {
  if (isAscii(bytes) || !isUtf8(bytes)) return bytes.toString("latin1");
  return bytes.toString("utf8");
}

function textAt(block: Buffer, start: number, length: number): string {
  if (block[start] === 0) return "";
  let end = start;
  let isAsciiAlone = true;
  for (; end < start + length; end += 1) {
    const byte = block[end] ?? 0;
    if (byte === 0) break;
    if (byte > 127) isAsciiAlone = false;
  }
  return isAsciiAlone ? block.toString("latin1", start, end) : textOf(block.subarray(start, end));
}

/** A number in octal, or in base 256 where the first bit is set (GNU, star); negative for what is none or is below zero. */
function numberAt(block: Buffer, start: number, length: number): number {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) {
    if ((first & 0x40) !== 0) return -1;
    let value = first & 0x3f;
    for (let i = start + 1; i < start + length; i += 1) value = value * 256 + (block[i] ?? 0);
    return Number.isSafeInteger(value) ? value : -1;
  }
  let value = 0;
  let i = start;
  const end = start + length;
  while (i < end && block[i] === 0x20) i += 1;
  for (; i < end; i += 1) {
    const byte = block[i] ?? 0;
    if (byte === 0 || byte === 0x20) break;
    if (byte < 0x30 || byte > 0x37) return -1;
    value = value * 8 + byte - 0x30;
  }
  return value;
}

function checksumFits(block: Buffer): boolean {
  let sum = 8 * 0x20;
  for (let i = 0; i < 148; i += 1) sum += block[i] ?? 0;
  for (let i = 156; i < 512; i += 1) sum += block[i] ?? 0;
  const told = numberAt(block, 148, 8);
  // Some old writers added up signed bytes.
  return told === sum || (told < sum && told === sum - 256 * highBytes(block));
}

/** Bytes above 127, those of the checksum itself left out. */
function highBytes(block: Buffer): number {
  return block.reduce((sum, byte, i) => sum + (byte > 127 && (i < 148 || i >= 156) ? 1 : 0), 0);
}

/** The magic bytes `ustar` of POSIX end with NUL, those of GNU with a space. */
function magicAt(block: Buffer): "posix" | "gnu" | undefined {
  if (block[257] !== 0x75 || block.toString("latin1", 257, 262) !== "ustar") return undefined;
  return block[262] === 0 ? "posix" : block[262] === 0x20 ? "gnu" : undefined;
}

/**
 * Reads a header block of 512 bytes (POSIX ustar, GNU, star, V7).
 *
 * @returns `end` for a block of zeros, nothing for what is no header
 */
export function readTarHeader(block: Buffer): TarHeader | "end" | undefined {
  if (block[0] === 0 && block.every((byte) => byte === 0)) return "end";
  if (!checksumFits(block)) return undefined;
  const magic = magicAt(block);
  const star = magic === "posix" && block.toString("latin1", 508, 512) === "tar\0";
  const prefix = magic === "posix" ? textAt(block, 345, star ? 131 : 155) : "";
  const name = textAt(block, 0, 100);
  const flag = block[156] ?? 0;
  return {
    name: prefix === "" ? name : `${prefix}/${name}`,
    mode: Math.max(0, numberAt(block, 100, 8)) & 0o7777,
    userId: Math.max(0, numberAt(block, 108, 8)),
    groupId: Math.max(0, numberAt(block, 116, 8)),
    size: numberAt(block, 124, 12),
    modified: Math.max(0, numberAt(block, 136, 12)),
    // V7 marks folders by their slash alone.
    flag: flag === 0 ? (name.endsWith("/") ? "5" : "0") : String.fromCharCode(flag),
    target: textAt(block, 157, 100),
    sparseExtended: magic === "gnu" && block[482] === 1,
  };
}
