import type { Offer, SuiteList } from "./suite-list.ts";
import { compareVersions, type PackageManager } from "./versions/compare.ts";

/** A package as the package manager's database has it. */
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
  /** Date of the newest list at hand that offered nothing newer yet. */
  readonly notOfferedAt?: string;
  /** The package that is offered: its file, and the mirror below which it is. */
  readonly file?: NonNullable<Offer["file"]> & { readonly uri: string };
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
  manager: PackageManager,
  installed: readonly InstalledPackage[],
  now: readonly SuiteList[],
  earlier: readonly SuiteList[],
): Compared {
  const outdated: OutdatedPackage[] = [];
  const uncovered: { name: string; version: string; because: string }[] = [];
  const isOlder = (a: string, b: string): boolean => (compareVersions(manager, a, b) ?? 0) < 0;
  for (const it of installed) {
    const offers = now.flatMap((suite) => {
      const offer = offerOf(suite, it);
      return offer === undefined ? [] : [{ ...offer, suite }];
    });
    const newest = offers.reduce((a, b) => (a === "" || isOlder(a, b.version) ? b.version : a), "");
    const because = strange(manager, it.version, newest);
    if (because !== undefined) {
      uncovered.push({ name: it.name, version: it.version, because });
      continue;
    }
    const newer = offers.filter(({ version }) => isOlder(it.version, version));
    if (newer.length === 0) continue;
    const security = newer.some(({ suite }) => suite.list.security);
    const lists = Map.groupBy(
      [...earlier, ...now].filter((suite) => suite.list.security === security),
      (suite) => isOlder(it.version, offerOf(suite, it)?.version ?? it.version),
    );
    const [since, without] = [true, false].map((is) => (lists.get(is) ?? []).map((one) => one.list.date).sort());
    const last = without?.filter((date) => date < (since?.[0] ?? "")).at(-1);
    outdated.push({
      name: it.name,
      installed: it.version,
      offered: newest,
      security,
      offeredSince: since?.[0] ?? "",
      ...(last !== undefined && { notOfferedAt: last }),
      ...sourceOf(newer, newest),
    });
  }
  return { compared: installed.length - uncovered.length, outdated, uncovered };
}

function offerOf({ offered }: SuiteList, { name, architecture }: InstalledPackage): Offer | undefined {
  return offered.get(`${name}:${architecture}`) ?? offered.get(`${name}:all`);
}

function sourceOf(
  offers: readonly (Offer & { readonly suite: SuiteList })[],
  version: string,
): Pick<OutdatedPackage, "file"> {
  const found = offers.find((it) => it.version === version && it.file !== undefined);
  return found?.file === undefined ? {} : { file: { ...found.file, uri: found.suite.list.uri } };
}

function strange(manager: PackageManager, installed: string, newest: string): string | undefined {
  if (newest === "") return "no list of its distribution names it";
  if (/~bpo\d/.test(installed)) return "it comes from backports, which no list that was asked covers";
  const difference = compareVersions(manager, installed, newest);
  if (difference === undefined) return `its version can't be compared with the one offered (${newest})`;
  return difference > 0 ? `it is newer than all that its distribution offers (${newest})` : undefined;
}
