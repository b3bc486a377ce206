import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { TroubleError } from "../../../transports/trouble.ts";
import { entryPath } from "../layers/entry-path.ts";
import { imageLimits } from "../layers/limits.ts";
import { type PaxRecords, readPaxRecords } from "../layers/pax-records.ts";
import { readTarHeader } from "../layers/tar-header.ts";
import type { BlobStore } from "./blob-store.ts";
import { fileRange } from "./file-range.ts";
import { fileTrouble, garbled } from "./source-trouble.ts";

/** Where a file lies in the archive, or where it links to. */
type Place = { readonly start: number; readonly size: number } | { readonly target: string };

const mostFiles = 20_000;
/** Folders and extended headers are among them. */
const mostHeaders = 100_000;
const mostLinks = 5;
const mostExtensionBytes = 64 * 1024;

/**
 * Opens an archive of an image (`docker save`, `podman save`, `skopeo copy`) and finds its files by their headers alone,
 * whatever their order.
 *
 * @param place what it is called in sentences
 * @throws TroubleError where it can't be read or is no archive
 */
export async function openArchive(path: string, signal: AbortSignal, place = path): Promise<BlobStore> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new TroubleError(fileTrouble(error, path));
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw garbled(`${path} is no regular file`);
    const places = await index(handle, stat.size, place, signal);
    return new ArchiveStore(handle, place, places);
  } catch (error) {
    await handle.close();
    throw error;
  }
}

class ArchiveStore implements BlobStore {
  readonly place: string;
  readonly #handle: FileHandle;
  readonly #places: ReadonlyMap<string, Place>;

  constructor(handle: FileHandle, place: string, places: ReadonlyMap<string, Place>) {
    this.#handle = handle;
    this.place = place;
    this.#places = places;
  }

  async size(path: string): Promise<number | undefined> {
    return this.#find(path)?.size;
  }

  async read(path: string): Promise<Buffer | undefined> {
    const found = this.#find(path);
    if (found === undefined) return undefined;
    if (found.size > imageLimits.documentBytes) throw garbled(`${path} in ${this.place} is larger than a document`);
    const content = Buffer.alloc(found.size);
    const { bytesRead } = await this.#handle.read(content, 0, found.size, found.start);
    if (bytesRead < found.size) throw garbled(`${this.place} ends in the middle of ${path}`);
    return content;
  }

  async blob(path: string) {
    const found = this.#find(path);
    if (found === undefined) return undefined;
    const { start, size } = found;
    return { size, open: (signal: AbortSignal) => fileRange(this.#handle, start, size, signal) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close();
  }

  #find(path: string): { readonly start: number; readonly size: number } | undefined {
    let at: string | undefined = path;
    for (let links = 0; links <= mostLinks && at !== undefined; links += 1) {
      const place = this.#places.get(at);
      if (place === undefined || "size" in place) return place;
      at = entryPath(place.target.startsWith("/") ? place.target : `${at}/../${place.target}`);
    }
    return undefined;
  }
}

async function index(handle: FileHandle, end: number, path: string, signal: AbortSignal): Promise<Map<string, Place>> {
  const places = new Map<string, Place>();
  const block = Buffer.alloc(512);
  let extended: PaxRecords = {};
  let headers = 0;
  for (let at = 0; at + 512 <= end; ) {
    signal.throwIfAborted();
    await handle.read(block, 0, 512, at);
    const header = readTarHeader(block);
    if (header === "end") break;
    if (header === undefined || header.size < 0) throw garbled(`${path} is no tar archive, or is damaged`);
    const isFile = header.flag === "0" || header.flag === "7";
    const size = /[1-6]/.test(header.flag) ? 0 : isFile ? (extended.size ?? header.size) : header.size;
    if (header.flag === "x") extended = await records(handle, at + 512, size, path);
    else {
      const name = entryPath(extended.path ?? header.name);
      extended = {};
      if (name !== undefined && isFile) places.set(name, { start: at + 512, size });
      if (name !== undefined && header.flag === "2") places.set(name, { target: header.target });
      if (name !== undefined && header.flag === "1") places.set(name, { target: `/${header.target}` });
    }
    headers += 1;
    if (headers > mostHeaders) throw garbled(`${path} has more than ${mostHeaders} entries`);
    if (places.size > mostFiles) throw garbled(`${path} has more than ${mostFiles} files`);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return places;
}

/** A layer of more than 8 GiB has its size in an extended header. */
async function records(handle: FileHandle, start: number, size: number, path: string): Promise<PaxRecords> {
  const body = Buffer.alloc(Math.min(size, mostExtensionBytes));
  await handle.read(body, 0, body.length, start);
  const found = size > mostExtensionBytes ? undefined : readPaxRecords(body);
  if (found === undefined || (found.size ?? 0) < 0) throw garbled(`${path} is no tar archive, or is damaged`);
  return found;
}
