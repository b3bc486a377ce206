import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * A folder with copies of signed lists, one folder for each day of a list. What is read from it is verified again like
 * what a mirror sends: the folder need not be trusted, only be there.
 */
export interface Cache {
  /** Names of the folders of dates (`YYYY-MM-DD`) under a place, oldest first. */
  dates(place: readonly string[]): Promise<readonly string[]>;
  /** When anything was last written directly under a place. */
  writtenAt(place: readonly string[]): Promise<Date | undefined>;
  read(path: readonly string[], maxBytes: number): Promise<Buffer | undefined>;
  /** Writes whole or not at all. */
  write(path: readonly string[], bytes: Buffer): Promise<void>;
}

/** A name that is one folder or file, whatever it is made of. */
const safe = (name: string): string => encodeURIComponent(name).replaceAll(".", "%2E").slice(0, 200);

export function folderCache(root: string): Cache {
  const at = (path: readonly string[]): string => join(root, ...path.map(safe));
  return {
    async dates(place) {
      const names = await readdir(at(place)).catch(() => []);
      return names.filter((it) => /^\d{4}-\d{2}-\d{2}$/.test(it)).sort();
    },
    async writtenAt(place) {
      return (await stat(at(place)).catch(() => undefined))?.mtime;
    },
    async read(path, maxBytes) {
      const file = at(path);
      const about = await stat(file).catch(() => undefined);
      return about === undefined || !about.isFile() || about.size > maxBytes ? undefined : readFile(file);
    },
    async write(path, bytes) {
      const file = at(path);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const unfinished = `${file}.${randomBytes(6).toString("hex")}`;
      await writeFile(unfinished, bytes, { mode: 0o600, flag: "wx" });
      await rename(unfinished, file);
    },
  };
}
