import type { Collector, ImageView, LayerEntry } from "../collectors/collector.ts";
import type { OpenImage } from "../sources/open-image.ts";
import { type Aliases, aliasesOf } from "./aliases.ts";
import { Allowance } from "./allowance.ts";
import { VisibleEntries } from "./entries.ts";
import { entryPath, mostCharacters } from "./entry-path.ts";
import { FileTree } from "./file-tree.ts";
import { hashingBeside } from "./hashing-beside.ts";
import type { LayerBlob } from "./layer-blob.ts";
import { hashingHere, type LayerHashing } from "./layer-hash.ts";
import { imageLimits } from "./limits.ts";
import { Notes } from "./notes.ts";
import { type LayerRead, readLayer } from "./read-layer.ts";
import type { ArchiveEntry, ArchiveVisitor } from "./tar-reader.ts";
import { Unseen } from "./unseen.ts";

/** A thread takes ten milliseconds to begin, and ten megabytes: small images are hashed without. */
const worthThread = 32 * 1024 * 1024;

/** What all layers were, and what a collector makes of them. */
export interface Collection {
  readonly layers: readonly LayerRead[];
  readonly unseen: ImageView<unknown>["unseen"];
  readonly conclude: <F, N>(collector: Collector<F, N>) => F;
}

const whiteout = ".wh.";
const opaque = ".wh..wh..opq";
const nothing = Buffer.alloc(0);
/** Linux' own forms of a file's capabilities take up to 24. */
const mostCapabilityBytes = 64;

/**
 * Reads all layers of an image once, from the bottom, for all collectors together. Memory does not grow with the image's
 * size but with its number of entries, which is bounded.
 *
 * @throws TroubleError where the image's source fails
 */
export async function collect(
  image: OpenImage,
  collectors: readonly Collector<unknown>[],
  context: { readonly signal: AbortSignal; readonly fingerprint: (secret: string | Buffer) => string },
  allowance = new Allowance(),
): Promise<Collection> {
  const tree = new FileTree();
  const notes = collectors.map((it) => new Notes(it));
  const unseen = new Unseen();
  const layers: LayerRead[] = [];
  await using hashing = hashingOf(image.layers);
  for (const [i, blob] of image.layers.entries()) {
    const visitor = layerVisitor(i, tree, notes, unseen, allowance);
    const read = await readLayer(blob, visitor, allowance, context.signal, hashing);
    layers.push(read);
    if (read.trouble !== undefined) unseen.add(`layer ${i} can't be read whole: ${read.trouble}`);
    if (read.diffId !== undefined && read.diffId !== image.diffIds[i])
      unseen.add(`layer ${i} is not the one that the image's configuration names (${image.diffIds[i] ?? "none"})`);
  }
  const { aliases, whole } = aliasesOf(tree, notes, allowance);
  if (!whole) unseen.add("there are too many links to files to read them all");
  for (const [layer, wanted] of aliases) {
    const blob = image.layers[layer];
    if (blob !== undefined && allowance.spent === undefined)
      await readLayer(blob, aliasVisitor(wanted), allowance, context.signal);
  }
  const view = viewOf(image, tree, [...image.unseen, ...unseen.told], context.fingerprint);
  return {
    layers,
    unseen: view.unseen,
    conclude: (collector) => {
      const own = notes[collectors.indexOf(collector as Collector<unknown>)];
      if (own === undefined) throw new Error("this collector did not look");
      return collector.conclude({ ...view, ...own.divided(tree, view.isSeen) } as unknown as ImageView<never>);
    },
  };
}

/** Hashing takes as long as everything else: of large layers it is done beside. */
function hashingOf(layers: readonly LayerBlob[]): LayerHashing {
  const bytes = layers.reduce((sum, it) => sum + (it.size ?? 0), 0);
  return bytes < worthThread ? hashingHere : hashingBeside();
}

function layerVisitor(
  layer: number,
  tree: FileTree,
  notes: readonly Notes[],
  unseen: Unseen,
  allowance: Allowance,
): ArchiveVisitor {
  let ordinal = -1;
  let current: { readonly number: number; readonly entry: LayerEntry } | undefined;
  /** What each collector wants of the current entry's content. */
  const wanted = notes.map(() => 0);
  const note = (content: Buffer) => {
    if (current === undefined) return;
    for (let i = 0; i < notes.length; i += 1)
      notes[i]?.take(current.number, current.entry, first(content, wanted[i] ?? 0));
  };
  return {
    content: note,
    entry: (written) => {
      ordinal += 1;
      current = undefined;
      const entry = placed(written, layer, tree, unseen);
      allowance.steps(tree.steps);

      if (entry === undefined) return 0;
      const number = tree.add(entry, ordinal);
      allowance.held(tree.columns.length);

      if (number === undefined) {
        if (entry.path !== "") unseen.add(`layer ${layer} has an entry that can't be unpacked: ${shown(entry.path)}`);
        return 0;
      }
      // It has no content of its own; what was noted of its file is seen under its name, too.
      if (entry.type === "hardlink") return 0;
      let most = 0;
      for (let i = 0; i < notes.length; i += 1) {
        const one = notes[i];
        const bytes = one === undefined ? 0 : contentWanted(one, entry, unseen);
        wanted[i] = bytes;
        most = Math.min(Math.max(most, bytes), entry.size);
      }
      if (written.sparse && most > 0) {
        unseen.add(`layer ${layer} has a sparse file, whose content is not read: ${shown(entry.path)}`);
        most = 0;
      }
      current = { number, entry };
      if (most === 0) note(nothing);
      return most;
    },
  };
}

/** The first bytes; most that is wanted is all there is, or nothing. */
function first(content: Buffer, bytes: number): Buffer {
  return bytes >= content.length ? content : bytes === 0 ? nothing : content.subarray(0, bytes);
}

function contentWanted({ collector }: Notes, entry: LayerEntry, unseen: Unseen): number {
  const wanted = entry.type === "file" ? collector.wants(entry) : 0;
  if (wanted === 0) return 0;
  const limit = imageLimits.contentBytes;
  if (Math.min(wanted, entry.size) > limit)
    unseen.add(`only the first ${limit} bytes of ${shown(entry.path)} were looked at`);
  return Math.min(wanted, limit);
}

/** The entry with its path made safe; nothing for whiteouts, which take effect, and for what leads out of the image. */
function placed(written: ArchiveEntry, layer: number, tree: FileTree, unseen: Unseen): LayerEntry | undefined {
  const path = entryPath(written.path);
  const target = written.type === "hardlink" ? entryPath(written.target ?? "") : written.target;
  if (path === undefined || (written.type === "hardlink" && target === undefined)) {
    unseen.add(`layer ${layer} has an entry that leads out of the image: ${shown(written.path)}`);
    return undefined;
  }
  if ((target?.length ?? 0) > mostCharacters || (written.capability?.length ?? 0) > mostCapabilityBytes) {
    unseen.add(`layer ${layer} has an entry that no system takes: ${shown(written.path)}`);
    return undefined;
  }
  const slash = path.lastIndexOf("/");
  const name = path.slice(slash + 1);
  if (name.startsWith(whiteout)) {
    if (name === opaque) tree.makeOpaque(path.slice(0, Math.max(0, slash)), layer);
    // Other names of this kind are a builder's own book-keeping.
    else if (!name.startsWith(".wh..wh.")) tree.whiteOut(path.slice(0, slash + 1) + name.slice(whiteout.length), layer);
    return undefined;
  }
  const { type, mode, userId, groupId, size, modified, capability } = written;
  const entry = { path, type, mode, userId, groupId, size, modified, layer };
  if (target === undefined && capability === undefined) return entry;
  return { ...entry, ...(target !== undefined && { target }), ...(capability !== undefined && { capability }) };
}

const shown = (path: string) => JSON.stringify(path.slice(0, 200));

/** Reads contents again under the names that links give them. */
function aliasVisitor(wanted: Aliases extends ReadonlyMap<number, infer L> ? L : never): ArchiveVisitor {
  let ordinal = -1;
  let left = wanted.size;
  return {
    entry: () => {
      ordinal += 1;
      return Math.max(0, ...(wanted.get(ordinal) ?? []).map((it) => it.wanted));
    },
    content: (content) => {
      left -= 1;
      for (const it of wanted.get(ordinal) ?? []) it.notes.takeAlias(it.entry, content.subarray(0, it.wanted));
    },
    isDone: () => left === 0,
  };
}

function viewOf(
  image: OpenImage,
  tree: FileTree,
  unseen: ImageView<unknown>["unseen"],
  fingerprint: (secret: string | Buffer) => string,
) {
  const seen = new Uint8Array(tree.columns.length);
  for (const number of tree.visible()) seen[number] = 1;
  return {
    configuration: image.configuration,
    entries: new VisibleEntries(tree),
    resolve: (path: string) => {
      const number = tree.find(path, true);
      return number === undefined || number === 0 ? undefined : tree.columns.entry(number);
    },
    ...{ unseen, fingerprint },
    isSeen: (number: number) => seen[number] === 1,
  };
}
