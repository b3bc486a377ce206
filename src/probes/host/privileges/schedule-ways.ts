import { basename } from "node:path";
import type { PathModes } from "./path-modes.ts";
import type { People } from "./people.ts";
import { isSearched, programsRun } from "./programs-run.ts";
import type { ToldFile } from "./told-files.ts";
import type { FoundWay } from "./way.ts";

/** An entry of a table of cron(8) or anacron(8) that runs as root. */
interface Entry {
  readonly place: string;
  readonly command: string;
  /** PATH that counts for it. */
  readonly path: string;
}

const usualPath = "/usr/bin:/bin";

/** What root's tables say, by file and line; the commands themselves may hold secrets and are told nowhere. */
export function rootEntries(files: Iterable<ToldFile>): readonly Entry[] {
  return [...files].flatMap(({ path: file, text }) => {
    const isSystem = file === "/etc/crontab" || file.startsWith("/etc/cron.d/");
    const isAnacron = file === "/etc/anacrontab";
    // In the folder of tables each belongs to the account whose name it bears.
    if (!isSystem && !isAnacron && basename(file) !== "root") return [];
    let path = usualPath;
    return text.split("\n").flatMap((line, at) => {
      const set = /^\s*PATH\s*=\s*"?([^"#]*?)"?\s*$/.exec(line)?.[1];
      if (set !== undefined) path = set;
      const found = isAnacron
        ? /^\s*(?:\d+|@\w+)\s+\d+\s+\S+\s+()(\S.*)$/.exec(line)
        : isSystem
          ? /^\s*(?:@\w+|(?:[\d*,/~A-Za-z-]+\s+){5})\s*(?:-?)(\S+)\s+(\S.*)$/.exec(line)
          : /^\s*(?:@\w+|(?:[\d*,/~A-Za-z-]+\s+){5})\s*()(\S.*)$/.exec(line);
      if (found === null || (found[1] !== "" && found[1] !== "root")) return [];
      return [{ place: `${file}:${at + 1}`, command: found[2] ?? "", path }];
    });
  });
}

/** Who can change what root's cron runs: the programs, and folders in which they are searched. */
export function scheduleWays(entries: readonly Entry[], paths: PathModes, people: People): readonly FoundWay[] {
  const way = (program: string, because: string) =>
    paths.writers(program).map(
      ({ who, path: open, mode }): FoundWay => ({
        who,
        way: {
          by: "schedule",
          path: [`may change ${open} (mode ${mode}, ${people.nameOf(who)})`, because],
          withoutPassword: true,
          granted: false,
        },
      }),
    );
  const searched = new Map<string, string>();
  for (const { place, command, path } of entries)
    for (const folder of isSearched(command) ? path.split(":").filter((it) => it.startsWith("/")) : [])
      if (!searched.has(folder)) searched.set(folder, place);
  return [
    ...entries.flatMap(({ place, command }) =>
      programsRun(command).flatMap((program) => way(program, `root's cron runs ${program} (${place})`)),
    ),
    ...[...searched].flatMap(([folder, place]) => way(folder, `root's cron searches its programs there (${place})`)),
  ];
}
