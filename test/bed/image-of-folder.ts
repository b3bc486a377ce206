import { closeSync, type Dirent, lstatSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";
import { join } from "node:path";
import {
  type Collector,
  countedAlone,
  type ImageConfiguration,
  type ImageView,
  type LayerEntry,
  type Noted,
} from "../../src/probes/image/collectors/collector.ts";

/** One entry of an image made up in a test, with its content. */
export interface MadeEntry extends Partial<LayerEntry> {
  readonly path: string;
  readonly content?: string | Buffer;
  /** A later layer hides it. */
  readonly isHidden?: boolean;
}

const emptyConfiguration: ImageConfiguration = {
  os: "linux",
  architecture: "amd64",
  user: "",
  environment: [],
  entrypoint: [],
  command: [],
  ports: [],
  volumes: [],
  labels: {},
  onBuild: [],
  history: [],
};

/** Feeds a collector with entries, and concludes. Links are followed at the last step of a path alone. */
export function collectEntries<F, N>(
  collector: Collector<F, N>,
  made: Iterable<MadeEntry>,
  configuration: Partial<ImageConfiguration> = {},
): F {
  const visible: Noted<N>[] = [];
  const hidden: Noted<N>[] = [];
  let counted = 0;
  const entries = new Map<string, LayerEntry>();
  for (const { content = "", isHidden = false, ...rest } of made) {
    const bytes = Buffer.from(content);
    const defaults = { type: "file", mode: 0o644, userId: 0, groupId: 0, modified: 0, layer: 0 } as const;
    const entry: LayerEntry = { ...defaults, size: bytes.length, ...rest };
    if (!isHidden) entries.set(entry.path, entry);
    const wanted = collector.wants(entry);
    const note = collector.note(entry, bytes.subarray(0, wanted));
    if (note === countedAlone) counted += 1;
    else if (note !== undefined) (isHidden ? hidden : visible).push({ entry, note });
  }
  const resolve = (path: string, depth = 0): LayerEntry | undefined => {
    const entry = entries.get(path.replace(/^\/+/, ""));
    if (entry?.type !== "symlink" || depth > 8) return entry;
    const target = entry.target ?? "";
    return resolve(target.startsWith("/") ? target : join("/", entry.path, "..", target), depth + 1);
  };
  const view: ImageView<N> = {
    configuration: { ...emptyConfiguration, ...configuration },
    visible,
    hidden,
    counted,
    entries,
    resolve,
    unseen: [],
    fingerprint: (secret) => `fingerprint-of-${Buffer.byteLength(secret)}-bytes`,
  };
  return collector.conclude(view);
}

/** The entries of a folder of this machine, as a layer has them; contents are read up to what is wanted at once. */
export function* entriesOfFolder(root: string, wants: (entry: LayerEntry) => number): Generator<MadeEntry> {
  for (const found of below(root)) {
    const whole = join(found.parentPath, found.name);
    const status = lstatSync(whole);
    const entry: LayerEntry = {
      path: whole.slice(root.length).replace(/^\/+/, ""),
      type: found.isFile()
        ? "file"
        : found.isDirectory()
          ? "folder"
          : found.isSymbolicLink()
            ? "symlink"
            : found.isFIFO()
              ? "fifo"
              : found.isCharacterDevice() || found.isBlockDevice()
                ? "device"
                : "other",
      mode: status.mode & 0o7777,
      userId: status.uid,
      groupId: status.gid,
      size: found.isFile() ? status.size : 0,
      modified: Math.floor(status.mtimeMs / 1000),
      layer: 0,
      ...(found.isSymbolicLink() ? { target: readlinkSync(whole) } : {}),
    };
    yield {
      ...entry,
      content: entry.type === "file" ? firstBytes(whole, Math.min(entry.size, wants(entry))) : Buffer.alloc(0),
    };
  }
}

/** Links to folders aren't followed, as `recursive` of readdir would. */
function* below(folder: string): Generator<Dirent> {
  for (const found of readdirSync(folder, { withFileTypes: true })) {
    yield found;
    if (found.isDirectory()) yield* below(join(folder, found.name));
  }
}

function firstBytes(path: string, count: number): Buffer {
  if (count <= 0) return Buffer.alloc(0);
  const bytes = Buffer.alloc(count);
  const file = openSync(path, "r");
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, count, 0));
  } finally {
    closeSync(file);
  }
}

/** Feeds a collector with a folder of this machine. */
export function collectFolder<F, N>(
  collector: Collector<F, N>,
  root: string,
  configuration: Partial<ImageConfiguration> = {},
): F {
  return collectEntries(collector, entriesOfFolder(root, collector.wants), configuration);
}
