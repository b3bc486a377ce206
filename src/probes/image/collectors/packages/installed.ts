import { parseApkInstalled } from "./apk-installed.ts";
import { parseDpkgStatus } from "./dpkg-status.ts";
import { readRpmDatabase } from "./rpm-database.ts";

/** A package that a database of the image names, with the files it owns where the database lists them. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture?: string;
  readonly source?: string;
  readonly sourceVersion?: string;
  /** Files it owns, by path without a leading slash, with the digest it shipped them with. */
  readonly files?: readonly PackagedFile[];
}

export interface PackagedFile {
  readonly path: string;
  /** In hex; absent where the database has none. */
  readonly digest?: { readonly algorithm: "md5" | "sha1" | "sha256"; readonly hex: string };
}

/** Packages of a database of text, and how many of its entries make no sense. */
export interface ParsedDatabase {
  readonly packages: readonly InstalledPackage[];
  readonly garbled: number;
}

/** What is read out of one database file. */
export interface PackageDatabase {
  readonly packages: readonly InstalledPackage[];
  /** OpenPGP keys that the database itself holds (rpm), in ASCII armor or base64. */
  readonly keys?: readonly string[];
  /** When the newest package was installed, where the database says so: seconds since 1970. */
  readonly newest?: number;
  /** Why it can't be read whole. */
  readonly trouble?: string;
}

const dpkg = /^var\/lib\/dpkg\/(?:status|status\.d\/[^/]+)$/;
const apk = /^(?:usr\/)?lib\/apk\/db\/installed$/;
const rpm = /^(?:var\/lib\/rpm|usr\/lib\/sysimage\/rpm|usr\/share\/rpm)\/(?:rpmdb\.sqlite|Packages|Packages\.db)$/;

/** Largest database that is read. */
export const databaseLimit = 128 * 1024 * 1024;

/** Whether a file of this path is, or is a part of, a database of installed packages. */
export function isPackageDatabase(path: string): boolean {
  return managerOf(path) !== undefined;
}

export function managerOf(path: string): "dpkg" | "apk" | "rpm" | undefined {
  if (path.startsWith("var/lib/dpkg/")) return dpkg.test(path) && !path.endsWith(".md5sums") ? "dpkg" : undefined;
  if (apk.test(path)) return "apk";
  return rpm.test(path) ? "rpm" : undefined;
}

/** Reads one database file by its path. Never throws: what is garbled has a trouble. */
export function readPackageDatabase(path: string, content: Buffer): PackageDatabase {
  const manager = managerOf(path);
  if (manager === "dpkg") return withTrouble(parseDpkgStatus(content.toString("utf8")));
  if (manager === "apk") return withTrouble(parseApkInstalled(content.toString("utf8")));
  if (manager === "rpm" && path.endsWith(".sqlite")) return readRpmDatabase(content);
  return { packages: [], trouble: "rpm's databases other than SQLite (Berkeley DB, ndb) aren't supported" };
}

function withTrouble({ packages, garbled }: ParsedDatabase): PackageDatabase {
  if (garbled === 0) return { packages };
  return { packages, trouble: `has ${garbled} entries that name no package or no version` };
}

/** Names of the installed packages of one database file. */
export function installedNames(path: string, content: Buffer): readonly string[] {
  return readPackageDatabase(path, content).packages.map((it) => it.name);
}
