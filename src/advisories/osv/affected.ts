import { compareVersions } from "../versions/compare.ts";
import { compareSemanticVersions } from "../versions/semantic.ts";
import { baseOf, type Component, normalisedName } from "./component.ts";
import type { Affected, OsvRecord } from "./record.ts";

/** Whether an advisory is about a component in its version, and the version that mends it. */
export type Standing =
  | { readonly is: "affected"; readonly fixed?: string; readonly by: Affected }
  | { readonly is: "unaffected" }
  /** The advisory names the component, but its versions can't be told apart. */
  | { readonly is: "undecided"; readonly because: string };

type Compare = (a: string, b: string) => number | undefined;

const comparisons: Readonly<Record<string, Compare>> = {
  Debian: (a, b) => compareVersions("dpkg", a, b),
  Ubuntu: (a, b) => compareVersions("dpkg", a, b),
  Alpine: (a, b) => compareVersions("apk", a, b),
  Wolfi: (a, b) => compareVersions("apk", a, b),
  Chainguard: (a, b) => compareVersions("apk", a, b),
  "Rocky Linux": (a, b) => compareVersions("rpm", a, b),
  AlmaLinux: (a, b) => compareVersions("rpm", a, b),
  "Red Hat": (a, b) => compareVersions("rpm", a, b),
  npm: compareSemanticVersions,
  Go: compareSemanticVersions,
  "crates.io": compareSemanticVersions,
};

/** How a component stands to an advisory, by OSV's own evaluation: a version named, or one within a range. */
export function standing(record: OsvRecord, component: Component): Standing {
  if (record.withdrawn !== undefined && record.withdrawn !== null) return { is: "unaffected" };
  const compare = comparisons[baseOf(component.ecosystem)];
  const name = normalisedName(component);
  let undecided: string | undefined;
  for (const by of record.affected ?? []) {
    if (by.package?.ecosystem !== component.ecosystem || normalisedName(by.package) !== name) continue;
    if (by.versions?.includes(component.version)) return { is: "affected", ...fixedIn(by), by };
    for (const { type, events } of by.ranges ?? []) {
      if (type === "GIT") continue;
      if (compare === undefined) {
        if ((by.versions ?? []).length === 0)
          undecided = `versions of ${baseOf(component.ecosystem)} can't be compared`;
        continue;
      }
      const inside = within(events, component.version, compare);
      if (inside === undefined) undecided = `its version ${component.version} can't be compared`;
      else if (inside.affected) return { is: "affected", ...(inside.fixed && { fixed: inside.fixed }), by };
    }
  }
  return undecided === undefined ? { is: "unaffected" } : { is: "undecided", because: undecided };
}

type Events = NonNullable<Affected["ranges"]>[number]["events"];

/** A fixed version that is named, for what is affected by a list of versions; told only where there is just one. */
function fixedIn({ ranges }: Affected): { readonly fixed?: string } {
  const all = (ranges ?? [])
    .filter((it) => it.type !== "GIT")
    .flatMap((it) => it.events.flatMap((one) => one.fixed ?? []));
  const [only] = all;
  return all.length === 1 && only !== undefined ? { fixed: only } : {};
}

/** Nothing when a version can't be compared with one of the range's. */
function within(
  events: Events,
  version: string,
  compare: Compare,
): { readonly affected: boolean; readonly fixed?: string } | undefined {
  const to = (bound: string) => (bound === "0" ? 1 : compare(version, bound));
  let affected = false;
  let fixed: string | undefined;
  for (const { bound, kind } of ordered(events, compare)) {
    const difference = to(bound);
    if (difference === undefined) return undefined;
    if (kind === "introduced" && difference >= 0) affected = true;
    if (kind === "fixed" && difference >= 0) affected = false;
    if (kind === "last_affected" && difference > 0) affected = false;
    if (kind === "fixed" && difference < 0) fixed ??= bound;
  }
  return { affected, ...(affected && fixed !== undefined && { fixed }) };
}

function ordered(events: Events, compare: Compare) {
  const kinds = ["introduced", "fixed", "last_affected"] as const;
  const all = events.flatMap((it) =>
    kinds.flatMap((kind) => (it[kind] === undefined ? [] : [{ kind, bound: it[kind] }])),
  );
  return all.sort((a, b) => {
    if (a.bound === b.bound) return 0;
    if (a.bound === "0") return -1;
    return b.bound === "0" ? 1 : (compare(a.bound, b.bound) ?? 0);
  });
}
