import { Composer, type CST, type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser } from "yaml";
import type { Mapping, Value } from "./value.ts";

const deepest = 64;
const mostTokens = 200_000;
const mostValues = 60_000;
const mostDocuments = 200;

/** Documents of a YAML text, or why they can't be had. */
export type Documents = readonly Value[] | { readonly flaw: string };

class Flaw extends Error {}

/**
 * Reads all documents of a YAML text, with anchors, aliases and merge keys followed. Bounded whatever the text: nesting is
 * counted while it is still tokens, and what aliases multiply has a budget.
 */
export function readDocuments(text: string, file: string): Documents {
  try {
    const lineStarts = startsOf(text);
    const values: Value[] = [];
    const budget = { left: mostValues };
    for (const document of composed(text)) {
      const [error] = document.errors;
      if (error !== undefined) throw new Flaw(`line ${lineAt(lineStarts, error.pos[0])} is no YAML (${error.code})`);
      if (values.length >= mostDocuments) throw new Flaw(`it holds more than ${mostDocuments} documents`);
      if (document.contents !== null) {
        const place = (offset: number) => `${file}:${lineAt(lineStarts, offset)}`;
        values.push(new Placing(place, budget).value(document.contents as Node, 0));
      }
    }
    return values;
  } catch (error) {
    if (error instanceof Flaw) return { flaw: error.message };
    throw error;
  }
}

function composed(text: string): readonly Document[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    count += 1;
    // A map in a map takes two to three places on the parser's stack.
    if (parser.stack.length > deepest * 3) throw new Flaw(`it is nested deeper than ${deepest} levels`);
    if (count > mostTokens) throw new Flaw("it is too long");
  }
  tokens.push(...parser.end());
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "silent", version: "1.2" });
  return [...composer.compose(tokens, false, text.length)] as Document[];
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

const tags: Readonly<Record<string, Pick<Value, "tag">>> = {
  "!reset": { tag: "reset" },
  "!override": { tag: "override" },
};

class Placing {
  readonly #place: (offset: number) => string;
  readonly #budget: { left: number };
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();

  constructor(place: (offset: number) => string, budget: { left: number }) {
    this.#place = place;
    this.#budget = budget;
  }

  value(node: Node, depth: number): Value {
    this.#budget.left -= 1;
    if (this.#budget.left < 0) throw new Flaw("anchors and aliases make it too large");
    if (depth > deepest) throw new Flaw(`it is nested deeper than ${deepest} levels`);
    const place = this.#place(node.range?.[0] ?? 0);
    if (isAlias(node)) {
      const target = this.#anchors.get(node.source);
      if (target === undefined) throw new Flaw(`the alias ${node.source.slice(0, 40)} has no anchor`);
      if (this.#open.has(target)) throw new Flaw(`the alias ${node.source.slice(0, 40)} is a part of itself`);
      return this.value(target, depth + 1);
    }
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    const head: Pick<Value, "place" | "tag"> = { place, ...tags[node.tag ?? ""] };
    if (isScalar(node)) {
      const { value } = node;
      const simple = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
      // A number is kept as it was written where it would not come back the same: `0700`, `1e3`, `22:22`.
      const same = typeof value !== "number" || String(value) === node.source;
      return { ...head, kind: "scalar", value: simple ? (same ? value : (node.source ?? String(value))) : null };
    }
    this.#open.add(node);
    const value: Value = isSeq(node)
      ? { ...head, kind: "list", items: node.items.map((it) => this.value(it as Node, depth + 1)) }
      : { ...head, kind: "map", entries: isMap(node) ? this.#entries(node.items, depth) : new Map() };
    this.#open.delete(node);
    return value;
  }

  #entries(
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    depth: number,
  ): ReadonlyMap<string, Value> {
    const entries = new Map<string, Value>();
    const merged: Mapping[] = [];
    for (const { key, value } of pairs) {
      const name = isScalar(key) ? String(key.source ?? key.value ?? "") : "";
      const place = this.#place((key as Node | null)?.range?.[0] ?? 0);
      const read: Value = value ? this.value(value as Node, depth + 1) : { kind: "scalar", value: null, place };
      // A mapping begins where its key stands.
      const it: Value = { ...read, place };
      if (name === "<<") merged.push(...(it.kind === "list" ? it.items : [it]).filter((one) => one.kind === "map"));
      else entries.set(name, it);
    }
    for (const { entries: more } of merged) {
      for (const [name, value] of more) if (!entries.has(name)) entries.set(name, value);
    }
    return entries;
  }
}
