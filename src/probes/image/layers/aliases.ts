import type { LayerEntry } from "../collectors/collector.ts";
import type { Allowance } from "./allowance.ts";
import type { FileTree } from "./file-tree.ts";
import { imageLimits } from "./limits.ts";
import type { Notes } from "./notes.ts";

/** A file whose content a collector wants under the name that a link gives it, and did not want under its own. */
export interface Alias {
  /** The content's own entry, with the name of the link. */
  readonly entry: LayerEntry;
  readonly wanted: number;
  readonly notes: Notes;
}

/** Aliases by layer and by the place in the layer of the entry that has the content. */
export type Aliases = ReadonlyMap<number, ReadonlyMap<number, readonly Alias[]>>;

const mostAliases = 10_000;

/**
 * What has to be read again: an image may keep its /etc/passwd in a file of any name and link to it, so that nobody could
 * know what it is when it passed.
 */
export function aliasesOf(
  tree: FileTree,
  notes: readonly Notes[],
  allowance: Allowance,
): { aliases: Aliases; whole: boolean } {
  const { columns } = tree;
  const aliases = new Map<number, Map<number, Alias[]>>();
  let count = 0;
  for (const number of tree.visible()) {
    const isHardLink = columns.content(number) !== number;
    if (!isHardLink && columns.type(number) !== "symlink") continue;
    allowance.steps(tree.steps);
    if (allowance.spent !== undefined) return { aliases, whole: false };
    const path = columns.path(number);
    const target = tree.find(path, true);
    const content = target === undefined ? undefined : columns.content(target);
    if (content === undefined || content === number || columns.type(content) !== "file") continue;
    const own = columns.entry(content);
    const entry = { ...own, path };
    for (const one of notes) {
      const wanted = Math.min(one.collector.wants(entry), own.size, imageLimits.contentBytes);
      if (wanted <= Math.min(one.collector.wants(own), own.size)) continue;
      count += 1;
      if (count > mostAliases) return { aliases, whole: false };
      const layer = aliases.get(own.layer) ?? new Map<number, Alias[]>();
      aliases.set(own.layer, layer);
      const ordinal = columns.ordinal(content);
      layer.set(ordinal, [...(layer.get(ordinal) ?? []), { entry, wanted, notes: one }]);
    }
  }
  return { aliases, whole: true };
}
