import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { join } from "node:path";
import { TroubleError } from "../../../transports/trouble.ts";
import { entryPath } from "../layers/entry-path.ts";
import { imageLimits } from "../layers/limits.ts";
import type { BlobStore } from "./blob-store.ts";
import { fileRange } from "./file-range.ts";
import { fileTrouble, garbled } from "./source-trouble.ts";

/** The files of an image layout in a folder. */
export async function openFolder(folder: string): Promise<BlobStore> {
  try {
    if (!(await stat(folder)).isDirectory()) throw garbled(`${folder} is no folder`);
  } catch (error) {
    throw error instanceof TroubleError ? error : new TroubleError(fileTrouble(error, folder));
  }
  const size = async (path: string) => {
    const safe = entryPath(path);
    if (safe === undefined) return undefined;
    try {
      const found = await stat(join(folder, safe));
      return found.isFile() ? found.size : undefined;
    } catch (error) {
      const trouble = fileTrouble(error, join(folder, safe));
      if (trouble.kind === "denied") throw new TroubleError(trouble);
      return undefined;
    }
  };
  async function* chunks(path: string, length: number, signal: AbortSignal): AsyncGenerator<Buffer> {
    try {
      await using handle = await open(join(folder, path), constants.O_RDONLY | constants.O_NONBLOCK);
      yield* fileRange(handle, 0, length, signal);
    } catch (error) {
      throw signal.aborted ? error : new TroubleError(fileTrouble(error, join(folder, path)));
    }
  }
  return {
    ...{ place: folder, size },
    read: async (path) => {
      const length = await size(path);
      if (length === undefined) return undefined;
      if (length > imageLimits.documentBytes) throw garbled(`${join(folder, path)} is larger than a document`);
      const parts: Buffer[] = [];
      // A chunk is overwritten when the next one is asked for.
      for await (const it of chunks(path, length, AbortSignal.timeout(imageLimits.idleMs))) parts.push(Buffer.from(it));
      return Buffer.concat(parts);
    },
    blob: async (path) => {
      const length = await size(path);
      return length === undefined ? undefined : { size: length, open: (signal) => chunks(path, length, signal) };
    },
    [Symbol.asyncDispose]: async () => {},
  };
}
