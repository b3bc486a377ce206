/** What one image may take; whatever is over is told, and nothing is concluded from the rest. */
export interface ImageLimits {
  /** Entries of all layers. */
  readonly entries: number;
  /** Uncompressed bytes of all layers. */
  readonly bytes: number;
  readonly layers: number;
  /** Folders that are gone through, and entries that are hidden, to put the layers on top of each other. */
  readonly steps: number;
  /** Uncompressed bytes for one compressed byte, from `ratioFrom` uncompressed bytes on. */
  readonly ratio: number;
  readonly ratioFrom: number;
  /** Bytes of a manifest or configuration. */
  readonly documentBytes: number;
  /** Bytes that collectors want of one entry. */
  readonly contentBytes: number;
  /** Milliseconds without a byte. */
  readonly idleMs: number;
}

const MiB = 1024 * 1024;

export const imageLimits: ImageLimits = {
  entries: 2_000_000,
  bytes: 64 * 1024 * MiB,
  layers: 1000,
  steps: 200_000_000,
  ratio: 300,
  ratioFrom: 512 * MiB,
  documentBytes: 4 * MiB,
  contentBytes: 128 * MiB,
  idleMs: 60_000,
};
