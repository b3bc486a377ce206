import { type ImageLimits, imageLimits } from "./limits.ts";

/** What one image may still take of entries and bytes; shared by all its layers. */
export class Allowance {
  readonly limits: ImageLimits;
  #entries = 0;
  #bytes = 0;
  #spent: string | undefined;

  constructor(limits: ImageLimits = imageLimits) {
    this.limits = limits;
  }

  /** What is used up, in words; nothing while there is more. */
  get spent(): string | undefined {
    return this.#spent;
  }

  entry(): void {
    this.#entries += 1;
    if (this.#entries > this.limits.entries) this.#spent = `it has more than ${this.limits.entries} entries`;
  }

  /** @param held entries that are kept: folders that no layer tells of, although something lies in them, are among them */
  held(held: number): void {
    if (held > this.limits.entries) this.#spent = `it has more than ${this.limits.entries} entries with their folders`;
  }

  /** @param steps what putting its layers on top of each other took so far */
  steps(steps: number): void {
    if (steps > this.limits.steps) this.#spent = "its links, whiteouts and folders lead to and fro without end";
  }

  /** @param stored bytes that the layer took so far as it is stored, and `unpacked` what they came to */
  bytes(more: number, stored: number, unpacked: number): void {
    const { bytes, ratio, ratioFrom } = this.limits;
    this.#bytes += more;
    if (this.#bytes > bytes) this.#spent = `its layers have more than ${bytes} bytes`;
    if (unpacked > ratioFrom && unpacked > stored * ratio)
      this.#spent = `a layer unpacks to more than ${ratio} times its size`;
  }
}
