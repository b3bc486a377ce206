import { constants } from "node:fs";
import { open } from "node:fs/promises";

const mostBytes = 4096;

/** The text of a small regular file; `undefined` where there is none, and the error's code where it can't be read. */
export async function readSmallFile(path: string): Promise<string | undefined | { readonly code: string }> {
  try {
    // O_NONBLOCK: opening a named pipe that nobody writes to would wait for ever.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await handle.stat()).isFile()) return { code: "no file" };
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === "ENOENT" ? undefined : { code };
  }
}
