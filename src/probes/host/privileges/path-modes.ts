import { posix } from "node:path";
import { lines } from "../collected.ts";
import type { Who } from "./people.ts";

interface Entry {
  readonly mode: number;
  readonly folder: boolean;
  readonly userId: number;
  readonly groupId: number;
  /** Where a symbolic link leads to. */
  readonly target?: string;
}

/** Somebody besides root who can change a file or put another in its place. */
export interface Writer {
  readonly who: Who;
  /** The file or folder that is open to them. */
  readonly path: string;
  readonly mode: string;
}

/** Who can change what lies at a path, by all the folders above it and the links on the way. */
export interface PathModes {
  writers(path: string): readonly Writer[];
  /** The file that is run at a path, its links followed; undefined where nothing was told of it. */
  resolved(path: string): string | undefined;
  readonly isEmpty: boolean;
}

const mostLinks = 40;

/** `path MODE TYPE UID GID NAME` by tabs, the name as `stat -c %N` quotes it, and `absent PATH`. */
export function parsePathModes(text: string): PathModes {
  const entries = new Map<string, Entry>();
  for (const line of lines(text)) {
    const found = /^path\t([0-7]{1,4})\t([^\t]*)\t(\d+)\t(\d+)\t(.*)$/.exec(line);
    if (found === null) continue;
    const [, mode = "", type = "", userId, groupId, name = ""] = found;
    const [path, target] = namesOf(name);
    if (path === undefined) continue;
    const owner = { userId: Number(userId), groupId: Number(groupId) };
    const entry = { mode: Number.parseInt(mode, 8), folder: type === "directory", ...owner };
    entries.set(path, target === undefined ? entry : { ...entry, target });
  }
  return {
    isEmpty: entries.size === 0,
    writers: (path) => walk(path, entries).writers,
    resolved: (path) => walk(path, entries).end,
  };
}

/** `'/bin' -> 'usr/bin'`; a name with signs that need it is quoted as shells do, with `'\''` or `"…"`. */
function namesOf(told: string): readonly (string | undefined)[] {
  return told.split(" -> ").map((part) => {
    const inner = /^'(.*)'$|^"(.*)"$|^(\/.*)$/.exec(part);
    return (inner?.[1] ?? inner?.[2] ?? inner?.[3])?.replaceAll("'\\''", "'");
  });
}

function walk(path: string, entries: ReadonlyMap<string, Entry>) {
  const writers: Writer[] = [];
  let rest = posix.resolve(path).split("/").slice(1);
  let at = "/";
  let links = 0;
  let above = entries.get("/");
  if (above !== undefined) writers.push(...writersOf(at, above));
  while (rest.length > 0) {
    const [name = "", ...after] = rest;
    const here = posix.join(at, name);
    const entry = entries.get(here);
    // What isn't there can be made by whoever may write the folder above, which was told already.
    if (entry === undefined) return { writers, end: undefined };
    if (entry.target !== undefined && links++ < mostLinks) {
      const target = posix.resolve(at, entry.target);
      rest = [
        ...target
          .split("/")
          .slice(1)
          .filter((it) => it !== ""),
        ...after,
      ];
      at = "/";
      above = entries.get("/");
      continue;
    }
    // In a folder with the sticky bit only owners may replace what is there.
    writers.push(...writersOf(here, entry, after.length > 0));
    at = here;
    above = entry;
    rest = after;
  }
  return { writers, end: at };
}

function writersOf(path: string, { mode, userId, groupId, folder }: Entry, hasMore = false): readonly Writer[] {
  const shown = `${mode.toString(8).padStart(4, "0")}`;
  const sticky = folder && hasMore && (mode & 0o1000) !== 0;
  const found: Writer[] = [];
  if (userId !== 0) found.push({ who: { userId }, path, mode: shown });
  if (sticky) return found;
  if ((mode & 0o020) !== 0 && groupId !== 0) found.push({ who: { groupId }, path, mode: shown });
  if ((mode & 0o002) !== 0) found.push({ who: "everybody", path, mode: shown });
  return found;
}
