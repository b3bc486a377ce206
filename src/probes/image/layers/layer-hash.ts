import { createHash } from "node:crypto";

/** SHA-256 of a layer's bytes as they pass. */
export interface LayerHash {
  /** Takes a chunk, which may be overwritten once this is over. */
  readonly update: (chunk: Buffer) => Promise<void> | void;
  /** In hex, of all that was taken. */
  readonly digest: () => Promise<string> | string;
}

/** Where layers are hashed, one after the other: a new hash ends the one before it. */
export interface LayerHashing extends AsyncDisposable {
  readonly begin: () => LayerHash;
}

/** Hashes in the thread that reads. */
export const hashingHere: LayerHashing = {
  begin: () => {
    const hash = createHash("sha256");
    return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("hex") };
  },
  [Symbol.asyncDispose]: async () => {},
};
