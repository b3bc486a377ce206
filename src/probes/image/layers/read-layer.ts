import type { Allowance } from "./allowance.ts";
import type { LayerBlob } from "./layer-blob.ts";
import type { LayerHashing } from "./layer-hash.ts";
import { type ArchiveVisitor, TarReader } from "./tar-reader.ts";
import { type Compression, compressionOf, GarbledError, uncompressed } from "./uncompressed.ts";

/** What a layer turned out to be. */
export interface LayerRead {
  /** `sha256:…` of the uncompressed bytes; absent where not all of them could be read, or nobody hashed them. */
  readonly diffId?: string;
  readonly compression: Compression;
  /** Uncompressed. */
  readonly bytes: number;
  readonly entries: number;
  /** Why its entries are not all known. */
  readonly trouble?: string;
}

/** First chunk of a stream, and the stream with it. */
async function begun(chunks: AsyncIterable<Buffer>): Promise<{ start: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  let start: Buffer = Buffer.alloc(0);
  // A network may deliver a byte at a time; four of them tell the compression.
  while (start.length < 4) {
    const next = await iterator.next();
    if (next.done) break;
    start = start.length === 0 ? next.value : Buffer.concat([start, next.value]);
  }
  async function* all(): AsyncGenerator<Buffer> {
    try {
      if (start.length > 0) yield start;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { start, all: all() };
}

/**
 * Reads one layer once: hashes its uncompressed bytes, where it is told who hashes, and tells the visitor its entries. Hostile bytes give a trouble,
 * and are hashed to their end unless the allowance is used up.
 *
 * @throws TroubleError where its source can't be read
 */
export async function readLayer(
  blob: LayerBlob,
  visitor: ArchiveVisitor,
  allowance: Allowance,
  signal: AbortSignal,
  hashing?: LayerHashing,
): Promise<LayerRead> {
  let stored = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of blob.open(signal)) {
      stored += chunk.length;
      yield chunk;
    }
  }
  const { start, all } = await begun(counted());
  const compression = compressionOf(start);
  const hash = hashing?.begin();
  let bytes = 0;
  let entries = 0;
  const reader = new TarReader({
    entry: (entry) => {
      entries += 1;
      allowance.entry();
      return allowance.spent === undefined ? visitor.entry(entry) : 0;
    },
    content: visitor.content,
  });
  let trouble: string | undefined;
  try {
    for await (const chunk of uncompressed(all, compression)) {
      signal.throwIfAborted();
      bytes += chunk.length;
      allowance.bytes(chunk.length, stored, bytes);
      if (allowance.spent !== undefined) break;
      await hash?.update(chunk);
      reader.write(chunk);
      await visitor.drained?.();
      if (visitor.isDone?.() === true) break;
    }
  } catch (error) {
    if (!(error instanceof GarbledError)) throw error;
    trouble = error.message;
  }
  reader.end();
  trouble = allowance.spent ?? trouble;
  const whole = trouble === undefined && hash !== undefined && { diffId: `sha256:${await hash.digest()}` };
  const told = trouble ?? reader.trouble;
  return { ...whole, compression, bytes, entries, ...(told !== undefined && { trouble: told }) };
}
