import type { Span } from "./source.ts";

/** A value of an estate file that knows where it stands. */
export type Placed = PlacedMap | PlacedList | PlacedScalar;
export interface PlacedMap {
  readonly kind: "map";
  readonly span: Span;
  readonly entries: ReadonlyMap<string, { readonly key: Span; readonly value: Placed }>;
}
export interface PlacedList {
  readonly kind: "list";
  readonly span: Span;
  readonly items: readonly Placed[];
}
export interface PlacedScalar {
  readonly kind: "scalar";
  readonly span: Span;
  readonly value: string | number | boolean | null;
}

/** Keys and indexes from the root of the estate. */
export type Path = readonly PropertyKey[];

export function plain(node: Placed): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, entry]) => [key, plain(entry.value)]));
}

function child(
  node: Placed | undefined,
  key: PropertyKey,
): { readonly key?: Span; readonly value: Placed } | undefined {
  if (node?.kind === "map") return node.entries.get(String(key));
  const item = node?.kind === "list" ? node.items[Number(key)] : undefined;
  return item && { value: item };
}

export function valueAt(root: Placed, path: Path): Placed | undefined {
  let node: Placed | undefined = root;
  for (const key of path) node = child(node, key)?.value;
  return node;
}

/** Where the key of an entry stands; for an item of a list, the item itself. */
export function keySpanAt(root: Placed, path: Path): Span | undefined {
  const last = path.at(-1);
  if (last === undefined) return root.span;
  const found = child(valueAt(root, path.slice(0, -1)), last);
  return found?.key ?? found?.value.span;
}

/** Where to point for a path: scalars by their value, maps and lists by their key, what isn't there by its parent. */
export function spanAt(root: Placed, path: Path): Span {
  for (let length = path.length; length > 0; length--) {
    const here = path.slice(0, length);
    const value = valueAt(root, here);
    if (value === undefined) continue;
    if (length === path.length && value.kind === "scalar" && value.span.end > value.span.start) return value.span;
    return keySpanAt(root, here) ?? value.span;
  }
  return { ...root.span, end: root.span.start + 1 };
}

/** Every value under a node, itself first, with its path. */
export function* walk(node: Placed, path: Path = []): Generator<{ readonly path: Path; readonly value: Placed }> {
  yield { path, value: node };
  if (node.kind === "map") for (const [key, entry] of node.entries) yield* walk(entry.value, [...path, key]);
  if (node.kind === "list") for (const [index, item] of node.items.entries()) yield* walk(item, [...path, index]);
}

/** `systems.shop.hosts[2]`, as people write it. */
export function pathText(path: Path): string {
  return path
    .map((key, index) => (typeof key === "number" ? `[${key}]` : `${index > 0 ? "." : ""}${String(key)}`))
    .join("");
}
