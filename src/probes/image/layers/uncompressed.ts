import type { Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { zstdFrames } from "./zstd-frames.ts";

export type Compression = "none" | "gzip" | "zstd";

/** Bytes that make no sense as what they say they are. */
export class GarbledError extends Error {}

const outputBytes = 256 * 1024;

/** How a layer is compressed, by its first four bytes; whatever is not known is taken for an archive. */
export function compressionOf(start: Buffer): Compression {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  if (start.length < 4) return "none";
  const magic = start.readUInt32LE(0);
  // A frame that is to be skipped may stand before the first one with data.
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50 ? "zstd" : "none";
}

/**
 * Takes off gzip or zstd; what is not compressed passes as it is.
 *
 * @throws GarbledError for what can't be decompressed
 */
export async function* uncompressed(chunks: AsyncIterable<Buffer>, compression: Compression): AsyncGenerator<Buffer> {
  if (compression === "none") {
    yield* chunks;
    return;
  }
  const options = { chunkSize: outputBytes };
  const decompress: Transform = compression === "gzip" ? createGunzip(options) : createZstdDecompress(options);
  const fed = feed(compression === "zstd" ? zstdFrames(chunks) : chunks, decompress);
  // Its failure is told below; until then nobody waits for it.
  fed.catch(() => {});
  try {
    for await (const chunk of decompress) yield chunk as Buffer;
    await fed;
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (/^(?:Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(code))
      throw new GarbledError(`${compression} can't be undone (${code})`);
    throw error;
  } finally {
    decompress.destroy();
  }
}

async function feed(chunks: AsyncIterable<Buffer>, into: Transform): Promise<void> {
  try {
    for await (const chunk of chunks) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      // The chunk may be overwritten only when all of it was taken.
      into.write(chunk, (error) => resolve(error === null || error === undefined));
      if (!(await promise)) return;
    }
    into.end();
  } catch (error) {
    into.destroy(error as Error);
  }
}
