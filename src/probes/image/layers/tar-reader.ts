import type { LayerEntry } from "../collectors/collector.ts";
import { type PaxRecords, readPaxRecords } from "./pax-records.ts";
import { readTarHeader, type TarHeader, textOf } from "./tar-header.ts";

/** An entry as its archive has it: its path as written, and whether its body is the file's content. */
export interface ArchiveEntry extends Omit<LayerEntry, "layer"> {
  /** The body is a map of holes and data, or part of a larger file. */
  readonly sparse: boolean;
}

/** Who reads an archive; called while the bytes pass. */
export interface ArchiveVisitor {
  /** Gives how many bytes of its content are wanted from the beginning. */
  readonly entry: (entry: ArchiveEntry) => number;
  /**
   * The bytes that were wanted of the entry just told, fewer only where it is shorter; not called where that comes to none.
   * They are overwritten after it returned.
   */
  readonly content: (content: Buffer) => void;
  /** Awaited between chunks, for a visitor that hands contents on to somebody slower. */
  readonly drained?: () => Promise<void>;
  /** Asked between chunks: whether it wants nothing more, so that the rest is not read. */
  readonly isDone?: () => boolean;
}

const types: Readonly<Record<string, LayerEntry["type"]>> = {
  ...{ "0": "file", "7": "file", S: "file", "1": "hardlink", "2": "symlink", "3": "device", "4": "device" },
  ...{ "5": "folder", "6": "fifo" },
};
const unextended: PaxRecords = {};
/** Types of entry that say how the next one is to be read: pax, and GNU's long names and targets. */
const extensions = new Set(["x", "L", "K"]);
const mostExtensionBytes = 1024 * 1024;
/** What is kept for the next content that lies in several chunks; more is given back. */
const mostScratchBytes = 4 * 1024 * 1024;

/**
 * Reads a tar archive from chunks of any size, as they come, and holds no more of it than is wanted. Chunks may be
 * overwritten after `write` returned. Understands ustar, GNU, star and pax headers.
 */
export class TarReader {
  readonly #visitor: ArchiveVisitor;
  readonly #block = Buffer.alloc(512);
  /** Bytes of the header block that are there already. */
  #blockBytes = 0;
  /** Bytes of the body, with its padding, that are still to come. */
  #body = 0;
  /** Bytes of the body that are wanted, those of them that came in earlier chunks, and whom they are for. */
  #wanted = 0;
  #gathered = 0;
  #scratch = Buffer.alloc(0);
  #deliver: ((content: Buffer) => void) | undefined;
  #extended: PaxRecords = unextended;
  /** Whether blocks of a sparse file's map come next, and the body only after them. */
  #sparseMap = false;
  #bodyAfterMap = 0;
  #zeros = 0;
  #trouble: string | undefined;

  constructor(visitor: ArchiveVisitor) {
    this.#visitor = visitor;
  }

  /** Why nothing after some entry could be read; an archive without trouble was read whole, once `end` was called. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Whether the two blocks of zeros were seen, or nothing more can be read. */
  get ended(): boolean {
    return this.#zeros > 1 || this.#trouble !== undefined;
  }

  write(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length && !this.ended) {
      if (this.#body > 0) {
        const taken = Math.min(this.#body, chunk.length - at);
        this.#take(chunk, at, at + taken);
        at += taken;
        continue;
      }
      const taken = Math.min(512 - this.#blockBytes, chunk.length - at);
      if (taken === 512) this.#header(chunk.subarray(at, at + 512));
      else {
        chunk.copy(this.#block, this.#blockBytes, at, at + taken);
        this.#blockBytes += taken;
        if (this.#blockBytes === 512) {
          this.#blockBytes = 0;
          this.#header(this.#block);
        }
      }
      at += taken;
    }
  }

  /** The bytes are over. */
  end(): void {
    if (this.ended) return;
    if (this.#body > 0 || this.#blockBytes > 0 || this.#sparseMap || Object.keys(this.#extended).length > 0)
      this.#trouble = "it ends in the middle of an entry";
  }

  #take(chunk: Buffer, from: number, to: number): void {
    this.#body -= to - from;
    if (this.#deliver === undefined) return;
    const rest = this.#wanted - this.#gathered;
    // Most files lie in one chunk and need not be copied.
    if (this.#gathered === 0 && to - from >= rest) {
      this.#hand(chunk.subarray(from, from + rest));
      return;
    }
    if (this.#scratch.length < this.#wanted) this.#scratch = Buffer.allocUnsafeSlow(this.#wanted);
    this.#gathered += chunk.copy(this.#scratch, this.#gathered, from, Math.min(to, from + rest));
    if (this.#gathered === this.#wanted) this.#hand(this.#scratch.subarray(0, this.#wanted));
  }

  #hand(content: Buffer): void {
    const deliver = this.#deliver;
    this.#deliver = undefined;
    deliver?.(content);
    if (this.#scratch.length > mostScratchBytes) this.#scratch = Buffer.alloc(0);
  }

  /** Wants the first bytes of the body that begins. */
  #want(bytes: number, deliver: (content: Buffer) => void): void {
    this.#wanted = bytes;
    this.#gathered = 0;
    this.#deliver = deliver;
    if (bytes === 0) this.#hand(Buffer.alloc(0));
  }

  #header(block: Buffer): void {
    if (this.#sparseMap) {
      this.#sparseMap = block[504] === 1;
      if (!this.#sparseMap) this.#body = this.#bodyAfterMap;
      return;
    }
    const header = readTarHeader(block);
    if (header === "end") {
      this.#zeros += 1;
      return;
    }
    if (header === undefined || this.#zeros > 0) this.#trouble = "a header of an entry makes no sense";
    else if (extensions.has(header.flag)) this.#extension(header);
    else if (header.flag === "g") this.#begin(header.size);
    else this.#entry(header);
  }

  #begin(size: number): void {
    if (size < 0) this.#trouble = "the size of an entry makes no sense";
    else this.#body = Math.ceil(size / 512) * 512;
  }

  #extension({ flag, size }: TarHeader): void {
    this.#begin(size);
    if (size > mostExtensionBytes) this.#trouble = "an extended header is larger than 1 MiB";
    if (this.#trouble !== undefined) return;
    this.#want(size, (body) => {
      const found = flag === "x" ? readPaxRecords(body) : this.#longName(flag, body);
      if (found === undefined) this.#trouble = "an extended header makes no sense";
      else this.#extended = { ...this.#extended, ...found };
    });
  }

  #longName(flag: string, body: Buffer): PaxRecords {
    const nul = body.indexOf(0);
    const text = textOf(nul < 0 ? body : body.subarray(0, nul));
    return flag === "L" ? { path: text } : { target: text };
  }

  #entry(header: TarHeader): void {
    const extended = this.#extended;
    this.#extended = unextended;
    const type = types[header.flag] ?? "other";
    // Links, folders and devices have no body, whatever their size says; an unknown type has the one that it names.
    const size = type === "file" || type === "other" ? (extended.size ?? header.size) : 0;
    this.#begin(size);
    if (this.#trouble !== undefined) return;
    if (header.flag === "S" && header.sparseExtended) {
      this.#sparseMap = true;
      this.#bodyAfterMap = this.#body;
      this.#body = 0;
    }
    const wanted = Math.min(this.#visitor.entry(entryOf(type, size, header, extended)), size);
    if (wanted > 0) this.#want(wanted, this.#visitor.content);
  }
}

/** There may be millions of them: few fields are copied, and most entries are of one shape. */
function entryOf(type: LayerEntry["type"], size: number, header: TarHeader, extended: PaxRecords): ArchiveEntry {
  const entry: ArchiveEntry = {
    path: extended.path ?? header.name,
    type,
    mode: header.mode,
    userId: extended.userId ?? header.userId,
    groupId: extended.groupId ?? header.groupId,
    size,
    modified: extended.modified ?? header.modified,
    sparse: header.flag === "S" || extended.sparse === true,
  };
  if (type !== "symlink" && type !== "hardlink" && extended.capability === undefined) return entry;
  return {
    ...entry,
    ...(type.endsWith("link") && { target: extended.target ?? header.target }),
    ...(extended.capability !== undefined && { capability: extended.capability }),
  };
}
