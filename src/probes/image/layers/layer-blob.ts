/** The bytes of one layer, as its source has them: an archive, mostly compressed. */
export interface LayerBlob {
  /** Bytes as they are stored, where the source tells. */
  readonly size?: number;
  /**
   * Reads it from the beginning. A chunk may be overwritten when the next one is asked for.
   *
   * @throws TroubleError where it can't be read
   */
  readonly open: (signal: AbortSignal) => AsyncIterable<Buffer>;
}
