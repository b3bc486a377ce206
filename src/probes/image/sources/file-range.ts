import type { FileHandle } from "node:fs/promises";

const chunkBytes = 512 * 1024;
/** Chunks that are there or on their way: one is looked at while the other is read. */
const ahead = 2;

/**
 * Bytes of an open file from `start` on. The next chunk is read while one is looked at, into a ring of buffers: a chunk is
 * overwritten when the next one was asked for.
 */
export async function* fileRange(
  handle: FileHandle,
  start: number,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const buffers = Array.from({ length: ahead }, () => Buffer.allocUnsafeSlow(Math.min(chunkBytes, length)));
  let asked = 0;
  const ask = (buffer: Buffer) => {
    const wanted = buffer.subarray(0, Math.min(buffer.length, length - asked));
    const filling = fill(handle, wanted, start + asked);
    asked += wanted.length;
    // Nobody may wait for it when who reads stops before the end.
    filling.catch(() => {});
    return { filling, wanted, buffer };
  };
  const queue = buffers.flatMap((it) => (asked < length ? [ask(it)] : []));
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    signal.throwIfAborted();
    const filled = await next.filling;
    if (filled > 0) yield next.buffer.subarray(0, filled);
    // The file was cut meanwhile.
    if (filled < next.wanted.length) return;
    if (asked < length) queue.push(ask(next.buffer));
  }
}

/** Reads until a buffer is full or the file is over; gives how many bytes there were. */
async function fill(handle: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
