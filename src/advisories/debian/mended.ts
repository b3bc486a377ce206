import { dirname } from "node:path/posix";
import { type FetchLimits, fetchWhole } from "../fetch.ts";
import type { OutdatedPackage } from "../outdated.ts";
import { changelogOf, type Mended, mendedSince } from "./changelog.ts";

const mostPackages = 30;
const mostBytes = 32 * 1024 * 1024;

/**
 * What the offered packages say they mend, by the name of the outdated one. One package for each source is fetched, the
 * smallest, for they share their changelog. What can't be had leaves the update told without numbers.
 */
export async function mendedBy(
  outdated: readonly OutdatedPackage[],
  limits: Omit<FetchLimits, "maxBytes">,
): Promise<ReadonlyMap<string, Mended>> {
  const bySource = Map.groupBy(
    outdated.filter((it) => it.security && it.file !== undefined && it.file.bytes <= mostBytes),
    (it) => dirname(it.file?.path ?? ""),
  );
  const mended = new Map<string, Mended>();
  for (const own of [...bySource.values()].slice(0, mostPackages)) {
    const file = own.flatMap((it) => it.file ?? []).toSorted((a, b) => a.bytes - b.bytes)[0];
    // A list is signed, but its paths are still foreign: none may lead out of its mirror.
    if (file === undefined || file.path.split("/").includes("..")) continue;
    const deb = await fetchWhole(`${file.uri}/${file.path}`, { ...limits, maxBytes: file.bytes });
    const changelog = "kind" in deb ? undefined : await changelogOf(deb, file);
    if (typeof changelog !== "string") continue;
    for (const it of own) mended.set(it.name, mendedSince(changelog, it.installed));
  }
  return mended;
}
