import { type List, type Mapping, textOf, type Value } from "./value.ts";

/** Lists that stand instead of an earlier one; all others are appended to it (compose specification, merge). */
const replaced = /(?:^|\.)(?:command|entrypoint|test)$/;
/** What may be written as a list of `NAME=value` or as a map. */
const pairs = /(?:^|\.)(?:environment|labels|args|annotations|extra_hosts|sysctls|driver_opts|additional_contexts)$/;
/** Lists whose items are one where they have the same target. */
const byTarget = /(?:^|\.)(?:volumes|devices|secrets|configs)$/;

/** A value over an earlier one, by the rules of the compose specification; `path` is of keys, with dots. */
export function merge(base: Value | undefined, over: Value, path = ""): Value | undefined {
  if (over.tag === "reset") return undefined;
  if (base === undefined || over.tag === "override") return withoutResets(over);
  const [first, second] = pairs.test(path) ? [asMap(base), asMap(over)] : [base, over];
  if (first.kind === "map" && second.kind === "map") return mergeMaps(first, second, path);
  if (first.kind === "list" && second.kind === "list" && !replaced.test(path)) return appended(first, second, path);
  // An empty value says nothing, but for a list or a map it says nothing of them either.
  if (second.kind === "scalar" && second.value === null && first.kind !== "scalar") return first;
  return second;
}

function mergeMaps(base: Mapping, over: Mapping, path: string): Mapping {
  const entries = new Map(base.entries);
  for (const [key, value] of over.entries) {
    const merged = merge(entries.get(key), value, path === "" ? key : `${path}.${key}`);
    if (merged === undefined) entries.delete(key);
    else entries.set(key, merged);
  }
  return { ...base, entries };
}

function appended(base: List, over: List, path: string): List {
  const key = byTarget.test(path) ? targetOf : (it: Value) => JSON.stringify(it, withoutPlaces);
  const items = new Map<string, Value>();
  for (const it of [...base.items, ...over.items]) items.set(key(it), it);
  return { ...base, items: [...items.values()] };
}

const withoutPlaces = (key: string, value: unknown): unknown =>
  key === "place" ? undefined : value instanceof Map ? [...value] : value;

/** Where in the container something goes. */
function targetOf(value: Value): string {
  if (value.kind === "map") return textOf(value.entries.get("target")) ?? textOf(value.entries.get("source")) ?? "";
  const parts = (textOf(value) ?? "").split(":");
  return (parts.length === 1 ? parts[0] : parts[1]) ?? "";
}

/** A list of `NAME=value` as a map. */
export function asMap(value: Value): Value {
  if (value.kind !== "list") return value;
  const entries = new Map<string, Value>();
  for (const it of value.items) {
    if (it.kind !== "scalar") continue;
    const text = textOf(it) ?? "";
    const [, name = text, rest] = /^([^=:]*)[=:]?([\s\S]*)$/.exec(text) ?? [];
    const equals = text.indexOf("=");
    const key = equals < 0 ? name : text.slice(0, equals);
    entries.set(key, { ...it, value: equals < 0 ? (rest === "" ? null : (rest ?? null)) : text.slice(equals + 1) });
  }
  return { kind: "map", place: value.place, entries };
}

function withoutResets(value: Value): Value {
  if (value.kind !== "map") return value;
  const kept = [...value.entries].filter(([, it]) => it.tag !== "reset");
  return { ...value, entries: new Map(kept.map(([key, it]) => [key, withoutResets(it)])) };
}
