import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import { readTrouble } from "./read-trouble.ts";

const deepest = 4;
const mostEntries = 2000;
const skipped = new Set(["node_modules", ".git"]);

export interface Searched {
  readonly dockerfiles: readonly string[];
  readonly composeFiles: readonly string[];
  /** Whether every entry up to the greatest depth was seen. */
  readonly whole: boolean;
  readonly troubles: readonly Trouble[];
}

const isDockerfile = (name: string): boolean => /^(?:Dockerfile|Containerfile)$|.\.Dockerfile$/.test(name);
const isComposeFile = (name: string): boolean => /^(?:docker-)?compose(?:\.[\w.-]+)?\.ya?ml$/.test(name);

/**
 * Looks for Dockerfiles and compose files by their names, down to four levels and at most 2,000 entries; links are not
 * followed. Level by level, so that what is near is found where there is too much.
 */
export async function searchFolder(folder: string): Promise<Searched> {
  const found = { dockerfiles: [] as string[], composeFiles: [] as string[], troubles: [] as Trouble[] };
  let level = [""];
  let left = mostEntries;
  for (let depth = 0; depth <= deepest && level.length > 0; depth += 1) {
    const next: string[] = [];
    for (const within of level) {
      const entries = await entriesOf(join(folder, within));
      if ("kind" in entries) {
        found.troubles.push(entries);
        continue;
      }
      for (const entry of entries) {
        if (left === 0) return { ...found, whole: false };
        left -= 1;
        const path = join(within, entry.name);
        if (entry.isDirectory() && !skipped.has(entry.name)) next.push(path);
        else if (entry.isFile() && isDockerfile(entry.name)) found.dockerfiles.push(path);
        else if (entry.isFile() && isComposeFile(entry.name)) found.composeFiles.push(path);
      }
    }
    level = next;
  }
  return { ...found, whole: level.length === 0 && found.troubles.length === 0 };
}

async function entriesOf(path: string): Promise<readonly Dirent[] | Trouble> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    return readTrouble(error, path);
  }
}
