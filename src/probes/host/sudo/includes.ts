import { posix } from "node:path";

/** What lies on the host for sudo to read; paths without `.` and `..`. */
export interface SudoersFiles {
  readonly files: ReadonlyMap<string, SudoersFile>;
  /** Names in the folders that are included, in any order. */
  readonly folders: ReadonlyMap<string, readonly string[]>;
  /** The host's name up to its first dot, which `%h` stands for. */
  readonly hostName: string;
}

export interface SudoersFile {
  readonly text: string;
  /** Why sudo does not read the file, if it doesn't: its owner, its mode. */
  readonly refused?: string;
}

export interface Include {
  readonly path: string;
  readonly folder: boolean;
}

/** `@include PATH`, `@includedir PATH`, and the same with `#`; the path is bare with escapes, or in quotes. */
export function includeOf(line: string): Include | undefined {
  const found = /^[ \t]*[@#]include(dir)?[ \t]+(?:"([^"]+)"|((?:\\[\s\S]|[^\s"\\])+))[ \t]*(?:#.*)?$/.exec(line);
  if (found === null) return undefined;
  const path = found[2] ?? (found[3] ?? "").replace(/\\([\s\S])/g, "$1");
  return { path, folder: found[1] !== undefined };
}

/** The files that an include names, in the order in which sudo reads them. */
export function includedFiles({ path, folder }: Include, from: string, files: SudoersFiles): readonly string[] {
  const named = path.replaceAll("%h", files.hostName);
  const whole = posix.resolve(posix.dirname(from), named);
  if (!folder) return [whole];
  return [...(files.folders.get(whole) ?? [])]
    .filter((name) => !name.includes(".") && !name.endsWith("~"))
    .sort(byBytes)
    .map((name) => `${whole}/${name}`);
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
