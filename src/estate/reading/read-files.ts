import { constants } from "node:fs";
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Flaw, Source } from "./source.ts";

/** Largest estate file, in bytes. */
const largestFile = 1024 * 1024;
const largestFolder = 4 * largestFile;
const mostFiles = 500;

export interface Files {
  readonly sources: readonly Source[];
  readonly flaws: readonly Flaw[];
}

/** The estate files at a path: the file itself, or every .yaml, .yml and .json of a folder (not of folders in it, nor JSON Schemas), by name. */
export async function readEstateFiles(path: string): Promise<Files> {
  const kind = await attempt(() => stat(path));
  if (kind instanceof Error) return unreadable(path, reason(kind));
  if (!kind.isDirectory()) return gather([path]);
  const entries = await attempt(() => readdir(path));
  if (entries instanceof Error) return unreadable(path, reason(entries));
  const names = entries.filter((name) => /^[^.].*\.(ya?ml|json)$/.test(name) && !name.endsWith(".schema.json")).sort();
  if (names.length === 0) return unreadable(path, "this folder holds no estate file (*.yaml, *.yml, *.json)");
  if (names.length > mostFiles) return unreadable(path, `this folder holds more than ${mostFiles} estate files`);
  return gather(names.map((name) => join(path, name)));
}

async function gather(paths: readonly string[]): Promise<Files> {
  const sources: Source[] = [];
  const flaws: Flaw[] = [];
  let total = 0;
  for (const path of paths) {
    const text = await readText(path);
    if (typeof text !== "string") flaws.push(...unreadable(path, text.problem).flaws);
    else {
      total += text.length;
      if (total > largestFolder) return unreadable(path, "the files of this folder are larger than 4 MiB together");
      sources.push({ file: path, text });
    }
  }
  return { sources, flaws };
}

function unreadable(file: string, message: string): Files {
  const source: Source = { file, text: "" };
  return { sources: [], flaws: [{ span: { source, start: 0, end: 1 }, message }] };
}

/** A text, or why there is none. */
export type Text = string | { readonly problem: string };

/** The text of a regular file of at most 1 MiB in UTF-8; refused before it is read where that can be known. */
export async function readText(path: string): Promise<Text> {
  // O_NONBLOCK: opening a named pipe that nobody writes to would wait for ever.
  const handle = await attempt(() => open(path, constants.O_RDONLY | constants.O_NONBLOCK));
  if (handle instanceof Error) return { problem: reason(handle) };
  try {
    const bytes = await attempt(() => contents(handle));
    if (bytes instanceof Error) return { problem: reason(bytes) };
    return "problem" in bytes ? bytes : decode(bytes);
  } finally {
    await handle.close();
  }
}

async function contents(handle: FileHandle): Promise<Uint8Array | { readonly problem: string }> {
  const kind = await handle.stat();
  if (!kind.isFile()) return { problem: "this isn't a file" };
  if (kind.size > largestFile) return { problem: `the file has ${kind.size} bytes; more than 1 MiB isn't read` };
  const buffer = new Uint8Array(largestFile);
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

function decode(bytes: Uint8Array): Text {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { problem: "this isn't text in UTF-8" };
  }
}

async function attempt<T>(action: () => Promise<T>): Promise<T | Error> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "there is no such file or folder",
  EACCES: "no permission to read this",
  EPERM: "no permission to read this",
  ELOOP: "this is a symbolic link that leads to itself",
  ENAMETOOLONG: "the name is too long",
  EISDIR: "this is a folder",
  ERR_INVALID_ARG_VALUE: "a path can't hold a NUL character",
};

function reason(error: NodeJS.ErrnoException): string {
  return reasons[error.code ?? ""] ?? `this can't be read (${error.code ?? error.name})`;
}
