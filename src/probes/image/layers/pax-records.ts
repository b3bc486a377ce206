import { textOf } from "./tar-header.ts";

/** What extended headers (POSIX pax, GNU, star) change of the entry that follows them. */
export interface PaxRecords {
  readonly path?: string;
  readonly target?: string;
  readonly size?: number;
  readonly userId?: number;
  readonly groupId?: number;
  readonly modified?: number;
  readonly capability?: Buffer;
  /** Whether the body is a sparse file's: not what a reader of the file would see. */
  readonly sparse?: boolean;
}

const number = (text: string) => (/^\d{1,16}(?:\.\d{0,20})?$/.test(text) ? Math.floor(Number(text)) : -1);

/** Value of one record; a record with a name we don't use changes nothing. */
function change(name: string, value: Buffer): PaxRecords | undefined {
  const text = textOf(value);
  switch (name) {
    case "path":
    case "GNU.sparse.name":
      return text.includes("\0") ? undefined : { path: text };
    case "linkpath":
      return text.includes("\0") ? undefined : { target: text };
    case "size":
      return { size: number(text) };
    case "uid":
      return { userId: Math.max(0, number(text)) };
    case "gid":
      return { groupId: Math.max(0, number(text)) };
    case "mtime":
      return { modified: Math.max(0, number(text)) };
    case "SCHILY.xattr.security.capability":
    case "LIBARCHIVE.xattr.security.capability":
      return { capability: Buffer.from(value) };
    default:
      return name.startsWith("GNU.sparse.") ? { sparse: true } : {};
  }
}

/** Reads the records `LENGTH NAME=VALUE\n` of a pax header; nothing where one of them makes no sense. */
export function readPaxRecords(body: Buffer): PaxRecords | undefined {
  let records: PaxRecords = {};
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at);
    const digits = space < 0 || space - at > 9 ? "" : body.toString("latin1", at, space);
    const end = /^[1-9]\d*$/.test(digits) ? at + Number(digits) : 0;
    const equals = body.indexOf(0x3d, space);
    if (end > body.length || equals < 0 || equals >= end || body[end - 1] !== 0x0a) return undefined;
    const found = change(body.toString("latin1", space + 1, equals), body.subarray(equals + 1, end - 1));
    if (found === undefined) return undefined;
    records = { ...records, ...found };
    at = end;
  }
  return records;
}
