import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, deniedPaths, lines } from "./collected.ts";
import { isContainer } from "./os.ts";
import { parseDpkg, parseRpm } from "./packages.ts";
import { readProcesses } from "./processes.ts";

/** The newest of some kernel releases, their numbers compared as numbers. */
export function newestKernel(releases: readonly string[]): string | undefined {
  return [...releases].sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
}

/** Lines of /proc/PID/maps whose library was deleted: `/proc/PID/maps:… /usr/lib/libssl.so.3 (deleted)`. */
export function parseDeleted(text: string): readonly { readonly processId: number; readonly library: string }[] {
  const found = lines(text).flatMap((line) => {
    const it = /^\/proc\/(\d+)\/maps:\S+ r.xp \S+ \S+ \d+ +(\/.*\.so[^/ ]*) \(deleted\)$/.exec(line);
    return it === null ? [] : [{ processId: Number(it[1]), library: it[2] ?? "" }];
  });
  return [...new Map(found.map((it) => [`${it.processId} ${it.library}`, it])).values()];
}

const marking = /^(update-notifier-common|unattended-upgrades|dnf-utils|yum-utils)$/;

/** The installed packages by which a pending restart would be marked; Debian's own packages mark nothing by themselves. */
function markers(from: Collected): readonly string[] {
  const installed = [
    ...parseDpkg(from.section("packages-dpkg").bytes.toString()),
    ...parseRpm(from.section("packages-rpm").bytes.toString()),
  ];
  return installed.map(({ name }) => name).filter((name) => marking.test(name));
}

export function hostReboot(from: Collected): FactsOf<"host-reboot"> {
  const said = lines(from.text("reboot"));
  const kernels = lines(from.text("kernels"));
  const maps = from.section("deleted");
  const processes = readProcesses(from);
  const stale = parseDeleted(maps.bytes.toString()).map(({ processId, library }) => ({
    process: processes.get(processId)?.name ?? String(processId),
    library,
  }));
  // Not all maps were read: what was found counts, but finding nothing would tell nothing.
  // Where even the first process is hidden, /proc shows nothing but our own (hidepid, proc(5)).
  const partial = maps.truncated || deniedPaths(maps.stderr).length > 0 || !processes.has(1);
  return {
    required: said.includes("required"),
    markedBy: markers(from)[0],
    packages: [...new Set(said.filter((line) => line.startsWith("package ")).map((line) => line.slice(8)))],
    runningKernel: from.text("kernel-release").trim(),
    newestKernel: isContainer(from) ? undefined : newestKernel(kernels),
    staleProcesses: partial && stale.length === 0 ? undefined : stale,
  };
}
