import type { FileHandle } from "node:fs/promises";

const chunkBytes = 512 * 1024;

/**
 * Bytes of an open file from `start` on. The next chunk is read while one is looked at, into the other of two buffers: a
 * chunk is overwritten after the next but one was asked for.
 */
export async function* fileRange(
  handle: FileHandle,
  start: number,
  length: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const buffers = [0, 1].map(() => Buffer.allocUnsafeSlow(Math.max(1, Math.min(chunkBytes, length))));
  const readAt = (at: number, turn: number) => {
    const buffer = buffers[turn % 2] ?? Buffer.alloc(0);
    return handle.read(buffer, 0, Math.min(buffer.length, length - at), start + at);
  };
  let at = 0;
  let turn = 0;
  let next = length > 0 ? readAt(0, 0) : undefined;
  while (next !== undefined) {
    signal.throwIfAborted();
    const { bytesRead, buffer } = await next;
    at += bytesRead;
    turn += 1;
    next = bytesRead > 0 && at < length ? readAt(at, turn) : undefined;
    // Nobody may wait for it when who reads stops before the end.
    next?.catch(() => {});
    if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
  }
}
