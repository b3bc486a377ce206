/** A value of a YAML file with the place it stands at. */
export type Value = Scalar | List | Mapping;

interface Placed {
  /** File and line, such as `compose.yaml:12`. */
  readonly place: string;
  /** `!reset` takes away what earlier files say, `!override` stands instead of it. */
  readonly tag?: "reset" | "override";
}
export interface Scalar extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** Variables without a value that it was to be made of; they count as empty. */
  readonly missing?: readonly string[];
}
export interface List extends Placed {
  readonly kind: "list";
  readonly items: readonly Value[];
}
export interface Mapping extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, Value>;
}

/** What is at a path of keys; nothing where there is none. */
export function at(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  let it = value;
  for (const key of keys) it = it?.kind === "map" ? it.entries.get(key) : undefined;
  return it;
}

/** The text of a scalar; nothing for other values and for null. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === "scalar" && value.value !== null ? String(value.value) : undefined;
}

/** Whether it says yes, in any of the ways that YAML has. */
export function isTrue(value: Value | undefined): boolean {
  return value?.kind === "scalar" && /^(?:true|yes|on|y)$/i.test(String(value.value));
}

export function itemsOf(value: Value | undefined): readonly Value[] {
  return value?.kind === "list" ? value.items : [];
}

export function entriesOf(value: Value | undefined): readonly (readonly [string, Value])[] {
  return value?.kind === "map" ? [...value.entries] : [];
}

/** Texts of a list, or the one text that stands instead of a list. */
export function textsOf(value: Value | undefined): string[] {
  if (value?.kind === "list") return value.items.flatMap((it) => textOf(it) ?? []);
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

/** Variables without a value anywhere in it. */
export function missingIn(value: Value | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.kind === "scalar") return value.missing ?? [];
  return (value.kind === "list" ? value.items : [...value.entries.values()]).flatMap(missingIn);
}
