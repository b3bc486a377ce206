/** A member of the outermost JSON object: what kind of value it has, and the value where it is a string. */
export interface Member {
  readonly kind: "object" | "array" | "string" | "number" | "literal";
  readonly value?: string;
}

const space = /[ \t\r\n]*/y;
const string = /"((?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const literal = /true|false|null/y;

class Reader {
  at = 0;
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found) this.at += found[0].length;
    return found;
  }
  next(): string {
    this.take(space);
    return this.text[this.at] ?? "";
  }
}

/** Skips a value; `undefined` where it is none or is cut off. Depth is counted, not recursed. */
function skipValue(reader: Reader): Member | undefined {
  const first = reader.next();
  if (first === '"') {
    const found = reader.take(string);
    return found && { kind: "string", value: found[1] ?? "" };
  }
  if (first !== "{" && first !== "[") {
    if (reader.take(literal)) return { kind: "literal" };
    return reader.take(number) && { kind: "number" };
  }
  const kind = first === "{" ? "object" : "array";
  for (let depth = 0; reader.at < reader.text.length; ) {
    const character = reader.next();
    if (character === '"') {
      if (!reader.take(string)) return undefined;
      continue;
    }
    reader.at += 1;
    if (character === "{" || character === "[") depth += 1;
    if ((character === "}" || character === "]") && --depth === 0) return { kind };
  }
  return undefined;
}

/** The kind of a value by its first character alone, for one that is cut off. */
function begunKind(first: string): Member | undefined {
  const kinds: Readonly<Record<string, Member["kind"]>> = { "{": "object", "[": "array", '"': "string" };
  const kind = kinds[first];
  return kind === undefined ? undefined : { kind };
}

/**
 * Members of the outermost object of a JSON text that may be cut off at any place; a string that is cut off has no
 * value. `undefined` where the text is no JSON object.
 */
export function jsonStart(text: string): ReadonlyMap<string, Member> | undefined {
  const reader = new Reader(text.replace(/^\ufeff/, ""));
  if (reader.next() !== "{") return undefined;
  reader.at += 1;
  const members = new Map<string, Member>();
  if (reader.next() === "}") return members;
  for (;;) {
    if (reader.next() === "") return members;
    const name = reader.take(string)?.[1];
    // A name that is cut off still starts as a string does.
    if (name === undefined)
      return reader.next() === '"' && !reader.text.slice(reader.at).includes("\n") ? members : undefined;
    if (reader.next() === "") return members;
    if (reader.next() !== ":") return undefined;
    reader.at += 1;
    const first = reader.next();
    const before = reader.at;
    const value = skipValue(reader);
    if (!value) {
      const begun = begunKind(first);
      if (begun) members.set(name, begun);
      const rest = reader.text.slice(before);
      return begun || rest === "" || /^(?:-|-?\d[\d.eE+-]*|t|tr|tru|f|fa|fal|fals|n|nu|nul)$/.test(rest)
        ? members
        : undefined;
    }
    members.set(name, value);
    const after = reader.next();
    if (after === "" || after === "}") return members;
    // A number may be cut off behind its point or the letter of its exponent.
    if (value.kind === "number" && /^[.eE+-]+$/.test(reader.text.slice(reader.at))) return members;
    if (after !== ",") return undefined;
    reader.at += 1;
  }
}

/** Whether the text is a JSON object, be it cut off, that has each of these members. */
export function hasMembers(text: string, ...names: readonly string[]): boolean {
  const members = jsonStart(text);
  return members !== undefined && names.every((it) => members.has(it));
}
