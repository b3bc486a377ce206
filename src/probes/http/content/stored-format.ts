import { constants, gunzipSync } from "node:zlib";
import { isHtml } from "./content-proof.ts";

const startsWith = (bytes: Buffer, magic: readonly number[] | string, at = 0) => {
  const wanted = Buffer.from(typeof magic === "string" ? Buffer.from(magic, "latin1") : magic);
  return bytes.subarray(at, at + wanted.length).equals(wanted);
};

/** SQLite 3: its magic string, a page size that is a power of two, and its two versions. */
export function isSqlite(bytes: Buffer): boolean {
  if (!startsWith(bytes, "SQLite format 3\0") || bytes.length < 20) return false;
  const page = bytes.readUInt16BE(16);
  return (
    (page === 1 || (page >= 512 && (page & (page - 1)) === 0)) &&
    [18, 19].every((at) => [1, 2].includes(bytes[at] ?? 0))
  );
}

const sqlHeading =
  /^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL|SQLite|HeidiSQL|Adminer)\b[^\n]*?(?:dump|[\d.]+)/im;
const sqlStatement =
  /^(?:CREATE (?:TABLE|DATABASE)\s+(?:IF NOT EXISTS\s+)?["'`[\w]|INSERT INTO\s+["'`[\w.]+\S*\s*(?:\(|VALUES)|DROP TABLE\s+(?:IF EXISTS\s+)?["'`[\w]|BEGIN TRANSACTION;$)/im;

/** A gzip member: its magic, the one method there is, no reserved flag; with what the start of its content is. */
function gzip(bytes: Buffer): string | undefined {
  if (!startsWith(bytes, [0x1f, 0x8b, 8]) || ((bytes[3] ?? 0xff) & 0xe0) !== 0) return undefined;
  try {
    const inside = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1024 * 1024 });
    const content = plain(inside);
    return content === undefined ? "gzip archive: its header" : `gzip archive that holds a ${content}`;
  } catch {
    return bytes.length < 18 ? "gzip archive: its header" : undefined;
  }
}

/** A local file header, or the end of an empty archive; the version needed is below 7 and the method one of APPNOTE. */
function zip(bytes: Buffer): string | undefined {
  if (startsWith(bytes, [0x50, 0x4b, 5, 6])) return "ZIP archive: empty";
  if (!startsWith(bytes, [0x50, 0x4b, 3, 4]) || bytes.length < 10) return undefined;
  const version = bytes.readUInt16LE(4) & 0xff;
  const methods = [0, 1, 6, 8, 9, 12, 14, 93, 95, 98, 99];
  return version <= 63 && methods.includes(bytes.readUInt16LE(8)) ? "ZIP archive: local file header" : undefined;
}

/** What is stored as it is. */
function plain(bytes: Buffer): string | undefined {
  if (startsWith(bytes, "ustar", 257)) return "tar archive: ustar header";
  if (startsWith(bytes, "PGDMP\u0001")) return "PostgreSQL dump: PGDMP";
  if (isSqlite(bytes)) return "SQLite 3 database: its header";
  if (/^REDIS00\d\d/.test(bytes.subarray(0, 9).toString("latin1"))) return "Redis dump: REDIS and its version";
  if (startsWith(bytes, "TAPE\0\0")) return "SQL Server backup: TAPE header";
  const text = bytes.toString("utf8");
  if (!isHtml(text) && !/^\s*[{[]/.test(text) && (sqlHeading.test(text) || sqlStatement.test(text)))
    return "SQL dump: its heading or statements";
  return undefined;
}

const packed: readonly (readonly [readonly number[], string])[] = [
  [[0x42, 0x5a, 0x68], "bzip2 archive"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz archive"],
  [[0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "7z archive"],
  [[0x52, 0x61, 0x72, 0x21, 0x1a, 7], "RAR archive"],
  [[0x28, 0xb5, 0x2f, 0xfd], "Zstandard archive"],
];

/** The format of a backup, archive or dump by its first bytes; `undefined` where it is none of them. */
export function storedFormat(bytes: Buffer): string | undefined {
  const name = packed.find(([magic]) => startsWith(bytes, magic))?.[1];
  // Three letters alone could start a text: bzip2 goes on with a level and the digits of pi.
  const bzip2 = name !== "bzip2 archive" || /^BZh[1-9]1AY&SY/.test(bytes.subarray(0, 10).toString("latin1"));
  if (name !== undefined && bzip2) return `${name}: its magic number`;
  return zip(bytes) ?? gzip(bytes) ?? plain(bytes);
}
