import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Hashed, ToHash } from "./hashing-thread.ts";
import type { LayerHash, LayerHashing } from "./layer-hash.ts";

/** Few and large: to wake the other thread up takes longer than to copy. */
const slotBytes = 512 * 1024;
const slots = 4;
const thread = new URL(`./hashing-thread${extname(import.meta.filename)}`, import.meta.url);

/** Threads that have nothing to do: the next image finds one that has begun. They keep no process from ending. */
const resting: HashingBeside[] = [];
const mostResting = 2;

/** Hashing in a thread of its own. */
export function hashingBeside(): LayerHashing {
  const it = resting.pop() ?? new HashingBeside();
  it.wake();
  return it;
}

/** Hashes in a thread beside the one that reads: bytes go there through a ring of shared memory, which bounds what waits. */
export class HashingBeside implements LayerHashing {
  readonly #worker = new Worker(thread, {
    ...{ env: {}, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 } },
  });
  readonly #slots = Array.from({ length: slots }, () => new Uint8Array(new SharedArrayBuffer(slotBytes)));
  readonly #free = this.#slots.map((_, i) => i);
  /** The slot that is being filled, and how far. */
  #slot: number | undefined;
  #filled = 0;
  #hash = 0;
  #freed = Promise.withResolvers<void>();
  #digest = Promise.withResolvers<string>();
  #isOver = false;

  constructor() {
    this.#worker.on("message", ({ slot, hash, digest }: Hashed) => {
      this.#free.push(slot);
      this.#freed.resolve();
      this.#freed = Promise.withResolvers();
      if (digest !== undefined && hash === this.#hash) this.#digest.resolve(digest);
    });
    this.#worker.on("error", (error) => this.#fail(error));
    this.#worker.on("exit", () => this.#fail(new Error("the thread that hashes has ended")));
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    if (resting.includes(this)) resting.splice(resting.indexOf(this), 1);
    for (const it of [this.#freed, this.#digest]) {
      // Nobody may wait for it.
      it.promise.catch(() => {});
      it.reject(error);
    }
  }

  begin(): LayerHash {
    if (this.#isOver) throw new Error("the thread that hashes has ended");
    this.#hash += 1;
    this.#filled = 0;
    this.#digest = Promise.withResolvers();
    return { update: (chunk) => this.#take(chunk), digest: () => this.#end() };
  }

  async #take(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const slot = await this.#currentSlot();
      const taken = Math.min(slotBytes - this.#filled, chunk.length - at);
      this.#slots[slot]?.set(chunk.subarray(at, at + taken), this.#filled);
      this.#filled += taken;
      at += taken;
      if (this.#filled === slotBytes) this.#send(slot, false);
    }
  }

  async #end(): Promise<string> {
    this.#send(await this.#currentSlot(), true);
    return this.#digest.promise;
  }

  async #currentSlot(): Promise<number> {
    while (this.#slot === undefined) {
      this.#slot = this.#free.pop();
      if (this.#slot === undefined) await this.#freed.promise;
    }
    return this.#slot;
  }

  #send(slot: number, isLast: boolean): void {
    const piece = (this.#slots[slot] ?? new Uint8Array()).subarray(0, this.#filled);
    this.#worker.postMessage({ slot, piece, hash: this.#hash, isLast } satisfies ToHash);
    this.#slot = undefined;
    this.#filled = 0;
  }

  wake(): void {
    this.#worker.ref();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isOver || resting.length >= mostResting) return this.stop();
    this.#worker.unref();
    resting.push(this);
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }
}
