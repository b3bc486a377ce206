import { constants } from "node:fs";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import { isAbsence, readTrouble } from "./read-trouble.ts";

const largestFile = 256 * 1024;
const mostFiles = 200;

/** The text of a file of at most 256 KiB; nothing where there is none. */
export async function readBounded(path: string): Promise<string | Trouble | undefined> {
  try {
    // O_NONBLOCK: opening a named pipe that nobody writes to would wait for ever.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return undefined;
      const buffer = Buffer.allocUnsafe(largestFile + 1);
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
      if (bytesRead > largestFile)
        return { kind: "budget", message: `${path} is larger than 256 KiB`, wouldVerify: `look into ${path} by hand` };
      return buffer.subarray(0, bytesRead).toString("utf8");
    } finally {
      await handle.close();
    }
  } catch (error) {
    return isAbsence(error) ? undefined : readTrouble(error, path);
  }
}

/** A file, or with a `*` as its last part all files of a folder whose name ends like that. */
async function expand(pattern: string): Promise<readonly string[] | Trouble> {
  const star = pattern.lastIndexOf("/*");
  if (star < 0) return [pattern];
  const folder = pattern.slice(0, star);
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => name.endsWith(pattern.slice(star + 2)) && !name.startsWith("."))
      .sort()
      .map((name) => join(folder, name));
  } catch (error) {
    return isAbsence(error) ? [] : readTrouble(error, folder);
  }
}

/** Reads the files of a program's configuration; what isn't there is no trouble. */
export async function readConfiguration(patterns: readonly string[]) {
  const texts: { readonly file: string; readonly text: string }[] = [];
  const troubles: Trouble[] = [];
  const seen = new Set<string>();
  for (const pattern of patterns) {
    const files = await expand(pattern);
    if ("kind" in files) {
      troubles.push(files);
      continue;
    }
    for (const file of files) {
      if (seen.has(file)) continue;
      if (seen.size >= mostFiles) {
        troubles.push({
          kind: "budget",
          message: `${pattern}: more than ${mostFiles} files`,
          wouldVerify: `look into ${pattern} by hand`,
        });
        break;
      }
      seen.add(file);
      const text = await readBounded(file);
      if (typeof text === "string") texts.push({ file, text });
      else if (text !== undefined) troubles.push(text);
    }
  }
  return { texts, troubles };
}
