import { compareVersions } from "../../advisories/versions/compare.ts";
import type { FactsOf } from "../fact-kinds.ts";

type Packages = FactsOf<"image-packages">;
type Changes = NonNullable<FactsOf<"container-rebuild">["packages"]>;

const mostTold = 500;

/**
 * How the packages of two builds differ, by the distribution's own order of versions; a reason where they can't be compared.
 *
 * @param shared packages of the layers that both builds begin with
 */
export function packageChanges(
  before: Packages,
  after: Packages,
  shared: Packages,
): Changes | { readonly reason: string; readonly wouldVerify: string } {
  const { manager } = after;
  const attest = "attest how the packages of replacements are kept up to date";
  if (manager === undefined || before.manager === undefined)
    return { reason: "the builds have no package database by which they could be compared", wouldVerify: attest };
  if (manager !== before.manager || before.os?.id !== after.os?.id)
    return { reason: "the builds are of different distributions, whose packages don't compare", wouldVerify: attest };
  const [old, base] = [versionsOf(before), versionsOf(shared)];
  const changes: Changes = { newer: [], older: [], equal: 0, added: 0, removed: 0 };
  for (const [key, version] of versionsOf(after)) {
    const was = old.get(key);
    if (was === undefined) changes.added += 1;
    else {
      const order = was === version ? 0 : compareVersions(manager, was, version);
      const told = { name: key.split(":")[0] ?? key, before: was, after: version, shared: base.has(key) };
      if (order === undefined)
        return { reason: `the versions of ${told.name} can't be compared: ${was}, ${version}`, wouldVerify: attest };
      if (order === 0) changes.equal += 1;
      else (order < 0 ? changes.newer : changes.older).push(told);
    }
    old.delete(key);
  }
  const told = (it: Changes["newer"]) => it.sort((a, b) => Number(b.shared) - Number(a.shared)).slice(0, mostTold);
  return { ...changes, newer: told(changes.newer), older: told(changes.older), removed: old.size };
}

/** By name and architecture; of several versions side by side, such as kernels', the last that the database tells. */
const versionsOf = ({ packages }: Packages) =>
  new Map(packages.map((it) => [`${it.name}:${it.architecture ?? ""}`, it.version]));
