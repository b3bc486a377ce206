import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";

/** Bytes at the beginning of a piece of shared memory, of which hash they are, and whether they are its last. */
export interface ToHash {
  readonly slot: number;
  readonly piece: Uint8Array;
  readonly hash: number;
  readonly isLast: boolean;
}

/** That a piece may be used again, with the digest after the last one. */
export interface Hashed {
  readonly slot: number;
  readonly hash: number;
  readonly digest?: string;
}

// The program of the thread that `hashing-beside.ts` starts.
let current = { number: 0, hash: createHash("sha256") };
parentPort?.on("message", ({ slot, piece, hash, isLast }: ToHash) => {
  if (hash !== current.number) current = { number: hash, hash: createHash("sha256") };
  current.hash.update(piece);
  const told: Hashed = { slot, hash, ...(isLast && { digest: current.hash.digest("hex") }) };
  parentPort?.postMessage(told);
});
