import type { Placed, PlacedMap } from "./placed.ts";
import { type Flaw, placeOf } from "./source.ts";

/** Unites the roots of several files: maps unite, lists join, and nothing may be given twice. */
export function mergeRoots(roots: readonly Placed[]): {
  readonly root: Placed | undefined;
  readonly flaws: readonly Flaw[];
} {
  const flaws: Flaw[] = [];
  const maps = roots.filter((root): root is PlacedMap => root.kind === "map");
  for (const root of roots) {
    if (root.kind !== "map") {
      const span = { ...root.span, end: Math.max(root.span.end, root.span.start + 1) };
      flaws.push({ span, message: "an estate file is a map of keys such as `estate: shop`; this is something else" });
    }
  }
  const [first, ...rest] = maps;
  return { root: first && rest.reduce((into, next) => uniteMaps(into, next, "", 0, flaws), first), flaws };
}

function uniteMaps(into: PlacedMap, next: PlacedMap, path: string, depth: number, flaws: Flaw[]): PlacedMap {
  const entries = new Map(into.entries);
  for (const [key, entry] of next.entries) {
    const before = entries.get(key);
    const name = path + key;
    // Each file may tell an editor its schema.
    if (name === "$schema" && before !== undefined) continue;
    if (before === undefined) entries.set(key, entry);
    else if (depth === 0 && before.value.kind === "map" && entry.value.kind === "map") {
      entries.set(key, { key: before.key, value: uniteMaps(before.value, entry.value, `${name}.`, 1, flaws) });
    } else if (depth === 0 && before.value.kind === "list" && entry.value.kind === "list") {
      const items = [...before.value.items, ...entry.value.items];
      entries.set(key, { key: before.key, value: { kind: "list", span: before.value.span, items } });
    } else {
      const { file, line } = placeOf(before.key);
      flaws.push({ span: entry.key, message: `\`${name}\` is given twice: here and in ${file}, line ${line}` });
    }
  }
  return { kind: "map", span: into.span, entries };
}
