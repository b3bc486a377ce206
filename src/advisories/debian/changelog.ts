import { createHash } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { Trouble } from "../../transports/trouble.ts";
import { tarEntries } from "../tar-entries.ts";
import { compareDpkgVersions } from "../versions/dpkg.ts";
import { decompressed } from "./decompress.ts";

/** What the changelog of a package says it mends since the version that is installed. */
export interface Mended {
  /** CVE, DSA and GHSA numbers, sorted. */
  readonly advisories: readonly string[];
  /** The gravest of the entries': `low`, `medium`, `high`, `emergency`, `critical`. */
  readonly urgency?: string;
  /** When the oldest of these entries was written, RFC 3339: nothing newer could be had before. */
  readonly since?: string;
}

const mostUnpacked = 256 * 1024 * 1024;
const mostChangelog = 8 * 1024 * 1024;
const urgencies = ["low", "medium", "high", "emergency", "critical"];
const number = /\b(?:CVE-\d{4}-\d{4,7}|DSA[- ]\d{4}(?:-\d)?|GHSA(?:-[0-9a-z]{4}){3})\b/g;

/** Where a package is, and what the signed list says its bytes are. */
export interface PackageFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Reads the changelog out of a Debian package (deb(5)) whose hash the signed list names.
 *
 * @returns nothing where it holds no changelog: those of some packages are in another one
 */
export async function changelogOf(deb: Buffer, file: PackageFile): Promise<string | Trouble | undefined> {
  const name = file.path.split("/").at(-1) ?? "";
  if (createHash("sha256").update(deb).digest("hex") !== file.sha256)
    return malformed(name, "has not the hash that the list names");
  const member = dataMember(deb);
  if (member === undefined) return malformed(name, "is no Debian package");
  try {
    const tar = await unpacked(member.content, member.form);
    for (const entry of tarEntries(tar)) {
      if (/^(?:\.\/)?usr\/share\/doc\/[^/]+\/changelog\.Debian\.gz$/.test(entry.name) && entry.content.length > 0)
        return gunzipSync(entry.content, { maxOutputLength: mostChangelog }).toString("utf8");
    }
    return undefined;
  } catch (error) {
    return malformed(name, `can't be unpacked: ${error instanceof Error ? error.message : error}`);
  }
}

/** What the entries of a changelog that are newer than a version mend. */
export function mendedSince(changelog: string, installed: string): Mended {
  const found = new Set<string>();
  let gravest = -1;
  let since = Number.NaN;
  for (const line of changelog.split("\n")) {
    const head = /^[a-z0-9][a-z0-9+.-]* \(([^)\s]{1,200})\) [^;]*;(.*)$/i.exec(line);
    if (head !== null) {
      if (compareDpkgVersions(head[1] ?? "", installed) <= 0) break;
      const urgency = /urgency=([a-z]+)/i.exec(head[2] ?? "")?.[1]?.toLowerCase() ?? "";
      gravest = Math.max(gravest, urgencies.indexOf(urgency));
    }
    const written = /^ -- .{1,300}? {2}(.{10,50})$/.exec(line)?.[1];
    if (written !== undefined) since = Date.parse(written);
    for (const [it] of line.matchAll(number)) found.add(it.replace(" ", "-"));
  }
  const urgency = urgencies[gravest];
  return {
    advisories: [...found].sort(),
    ...(urgency !== undefined && { urgency }),
    ...(!Number.isNaN(since) && { since: new Date(since).toISOString() }),
  };
}

/** The member `data.tar` of the ar archive that a package is. */
function dataMember(deb: Buffer): { readonly content: Buffer; readonly form: string } | undefined {
  if (deb.toString("latin1", 0, 8) !== "!<arch>\n") return undefined;
  for (let at = 8; at + 60 <= deb.length; ) {
    const name = deb
      .toString("latin1", at, at + 16)
      .trim()
      .replace(/\/$/, "");
    const size = Number(deb.toString("latin1", at + 48, at + 58).trim());
    if (!Number.isSafeInteger(size) || size < 0 || at + 60 + size > deb.length) return undefined;
    if (name.startsWith("data.tar")) return { content: deb.subarray(at + 60, at + 60 + size), form: name.slice(8) };
    at += 60 + size + (size % 2);
  }
  return undefined;
}

async function unpacked(content: Buffer, form: string): Promise<Buffer> {
  if (form === ".zst") return zstdDecompressSync(content, { maxOutputLength: mostUnpacked });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of decompressed(content, form)) {
    bytes += chunk.length;
    if (bytes > mostUnpacked) throw new Error("it is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function malformed(name: string, why: string): Trouble {
  return { kind: "unparsable", message: `${name} ${why}`, wouldVerify: "name another mirror under `advisories`" };
}
