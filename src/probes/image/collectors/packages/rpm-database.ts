import type { InstalledPackage, PackageDatabase, PackagedFile } from "./installed.ts";
import { type RpmHeader, readRpmHeader } from "./rpm-header.ts";
import { MalformedDatabase, tableRows } from "./sqlite-table.ts";

/** Numbers of rpm's tags (rpmtag.h). */
const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  installTime: 1008,
  architecture: 1022,
  fileDigests: 1035,
  sourceRpm: 1044,
  folderIndexes: 1116,
  baseNames: 1117,
  folderNames: 1118,
  description: 1005,
  digestAlgorithm: 5011,
} as const;
const wanted = new Set<number>(Object.values(tags));

/** Installed packages of rpm's SQLite database; imported keys are rows of it as well. */
export function readRpmDatabase(file: Buffer): PackageDatabase {
  const packages: InstalledPackage[] = [];
  const keys: string[] = [];
  let newest = 0;
  const soFar = () => ({ packages, keys, ...(newest > 0 ? { newest } : {}) });
  try {
    for (const row of tableRows(file, "Packages")) {
      const blob = row.at(-1);
      if (!Buffer.isBuffer(blob)) continue;
      const header = readRpmHeader(blob, wanted);
      const installed = header.get(tags.installTime)?.[0];
      if (typeof installed === "number") newest = Math.max(newest, installed);
      const found = packageOf(header);
      if (found?.name === "gpg-pubkey") keys.push(text(header, tags.description) ?? "");
      else if (found !== undefined) packages.push(found);
    }
    return soFar();
  } catch (error) {
    if (error instanceof MalformedDatabase || error instanceof RangeError)
      return { ...soFar(), trouble: `is malformed: ${error.message.slice(0, 100)}` };
    throw error;
  }
}

function text(header: RpmHeader, tag: number): string | undefined {
  const value = header.get(tag)?.[0];
  return typeof value === "string" ? value : undefined;
}

function packageOf(header: RpmHeader): InstalledPackage | undefined {
  const [name, version, release] = [text(header, tags.name), text(header, tags.version), text(header, tags.release)];
  if (!name || !version || !release) return undefined;
  const epoch = header.get(tags.epoch)?.[0];
  const architecture = text(header, tags.architecture);
  const source = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(text(header, tags.sourceRpm) ?? "");
  return {
    name,
    version: `${epoch ? `${epoch}:` : ""}${version}-${release}`,
    ...(architecture === undefined ? {} : { architecture }),
    ...(source === null || source[1] === name ? {} : { source: source[1] ?? "" }),
    ...(source === null || source[2] === `${version}-${release}` ? {} : { sourceVersion: source[2] ?? "" }),
    files: filesOf(header),
  };
}

/** Files by the index of their folder. Algorithm 8 is SHA-256 (RFC 4880, 9.4); without one it is MD5. */
function filesOf(header: RpmHeader): readonly PackagedFile[] {
  const folders = header.get(tags.folderNames) ?? [];
  const indexes = header.get(tags.folderIndexes) ?? [];
  const digests = header.get(tags.fileDigests) ?? [];
  const algorithm = ({ 1: "md5", 2: "sha1", 8: "sha256" } as const)[Number(header.get(tags.digestAlgorithm)?.[0] ?? 1)];
  return (header.get(tags.baseNames) ?? []).map((base, i) => {
    const path = `${folders[Number(indexes[i])] ?? "/"}${base}`.replace(/^\/+/, "");
    const hex = String(digests[i] ?? "");
    return hex === "" || algorithm === undefined ? { path } : { path, digest: { algorithm, hex } };
  });
}
