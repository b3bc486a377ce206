import { compareDpkgVersions } from "../versions/dpkg.ts";
import type { SuiteList } from "./list.ts";

/** A package as dpkg's database has it. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

export interface OutdatedPackage {
  readonly name: string;
  readonly installed: string;
  readonly offered: string;
  readonly security: boolean;
  /** Date of the oldest list at hand that offered something newer than what is installed. */
  readonly offeredSince: string;
}

export interface Compared {
  readonly compared: number;
  readonly outdated: readonly OutdatedPackage[];
  readonly uncovered: readonly { readonly name: string; readonly version: string; readonly because: string }[];
}

/**
 * Installed packages against what the suites of their release offer now; copies of earlier lists tell since when.
 * A package that no list names, or whose version is newer than all of them, is another vendor's: no list clears it.
 */
export function outdatedPackages(
  installed: readonly InstalledPackage[],
  now: readonly SuiteList[],
  earlier: readonly SuiteList[],
): Compared {
  const outdated: OutdatedPackage[] = [];
  const uncovered: { name: string; version: string; because: string }[] = [];
  for (const it of installed) {
    const offers = now.flatMap((suite) => {
      const version = offerOf(suite, it);
      return version === undefined ? [] : [{ version, suite }];
    });
    const newest = offers.reduce((a, b) => (a === "" || compareDpkgVersions(a, b.version) < 0 ? b.version : a), "");
    const because = strange(it.version, newest);
    if (because !== undefined) {
      uncovered.push({ name: it.name, version: it.version, because });
      continue;
    }
    const newer = offers.filter(({ version }) => compareDpkgVersions(it.version, version) < 0);
    if (newer.length === 0) continue;
    const security = newer.some(({ suite }) => suite.list.security);
    const since = [...earlier, ...now]
      .filter((suite) => suite.list.security === security)
      .filter((suite) => compareDpkgVersions(it.version, offerOf(suite, it) ?? it.version) < 0)
      .map((suite) => suite.list.date)
      .sort();
    outdated.push({ name: it.name, installed: it.version, offered: newest, security, offeredSince: since[0] ?? "" });
  }
  return { compared: installed.length - uncovered.length, outdated, uncovered };
}

function offerOf({ offered }: SuiteList, { name, architecture }: InstalledPackage): string | undefined {
  return offered.get(`${name}:${architecture}`) ?? offered.get(`${name}:all`);
}

function strange(installed: string, newest: string): string | undefined {
  if (newest === "") return "no list of its distribution names it";
  if (/~bpo\d/.test(installed)) return "it comes from backports, which no list that was asked covers";
  if (compareDpkgVersions(installed, newest) > 0)
    return `it is newer than all that its distribution offers (${newest})`;
  return undefined;
}
