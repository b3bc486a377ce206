import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  Parser,
} from "yaml";
import type { Placed } from "./placed.ts";
import { type Flaw, placeOf, type Source, type Span } from "./source.ts";
import { syntaxSentence } from "./yaml-sentences.ts";

const deepest = 64;
const mostValues = 50_000;
const mostTokens = 120_000;
const mostSyntaxFlaws = 20;
const plainTags = new Set(
  ["str", "int", "float", "bool", "null", "map", "seq"].map((tag) => `tag:yaml.org,2002:${tag}`),
);

export interface Reading {
  /** The root, where there is one to look at. */
  readonly root?: Placed;
  readonly flaws: readonly Flaw[];
  /** True when the syntax is broken, so that the places of values can't be trusted. */
  readonly broken: boolean;
}

/**
 * Reads YAML 1.2 (and with it JSON) into values that know their place. Bounded whatever the text: nesting is counted while
 * the text is still tokens, aliases are followed here with a budget, and keys are compared by a map.
 */
export function readYaml(source: Source): Reading {
  const flaws: Flaw[] = [];
  const flaw = (span: Span, message: string, suggestion?: string): void => {
    flaws.push({ span, message, suggestion });
  };
  const documents = compose(source, flaw);
  const first = documents[0];
  if (first === undefined) return { flaws, broken: flaws.length > 0 };

  for (const error of [...first.errors, ...first.warnings].slice(0, mostSyntaxFlaws)) {
    flaw({ source, start: error.pos[0], end: error.pos[1] }, syntaxSentence(error.code));
  }
  const second = documents[1];
  if (second !== undefined && flaws.length === 0) {
    flaw(
      spanOf(source, second.range),
      "a second document starts here; an estate file holds one (use several files instead)",
    );
  }
  if (flaws.length > 0) return { flaws, broken: true };
  const root = first.contents === null ? undefined : placeValues(source, first.contents as Node, flaw);
  return root === undefined ? { flaws, broken: flaws.length > 0 } : { root, flaws, broken: false };
}

type Tell = (span: Span, message: string, suggestion?: string) => void;

function compose(source: Source, flaw: Tell): Document[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  let offset = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    tokens.push(...parser.next(lexeme));
    if (lexeme.length > 1 || lexeme >= " ") offset += lexeme.length;
    count += 1;
    const at = { source, start: Math.min(offset, source.text.length), end: offset + 1 };
    // A map in a map takes two to three places on the parser's stack.
    if (parser.stack.length > deepest * 3) {
      flaw(at, `nested too deeply; an estate file needs no more than ${deepest} levels`);
      return [];
    }
    if (count > mostTokens) {
      flaw(at, "too much in one file; split the estate into several files of a folder");
      return [];
    }
  }
  tokens.push(...parser.end());
  const documents: Document[] = [];
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: "error", version: "1.2" });
  for (const document of composer.compose(tokens, true, source.text.length)) {
    documents.push(document as Document);
    if (documents.length === 2) break;
  }
  return documents;
}

function spanOf(source: Source, range: readonly number[] | null | undefined): Span {
  const start = range?.[0] ?? 0;
  return { source, start, end: Math.max(start, range?.[1] ?? start) };
}

function placeValues(source: Source, contents: Node, flaw: Tell): Placed | undefined {
  const anchors = new Map<string, Node>();
  const open = new Set<Node>();
  let left = mostValues;
  let exhausted = false;
  let incomplete = false;

  const alias = (node: Node & { source: string }, depth: number): Placed => {
    const span = spanOf(source, node.range);
    const nothing: Placed = { kind: "scalar", span, value: null };
    const target = anchors.get(node.source);
    if (target === undefined) flaw(span, "this alias refers to an anchor that isn't set before it");
    else if (open.has(target)) flaw(span, "this alias refers to a value that it is itself a part of");
    else return place(target, depth);
    incomplete = true;
    return nothing;
  };

  const key = (node: unknown, span: Span): string | undefined => {
    const value = isScalar(node) ? (typeof node.value === "string" ? node.value : (node.source ?? "")) : undefined;
    if (value === undefined || (isScalar(node) && node.value === null)) {
      flaw(span, "a key must be plain text");
      return undefined;
    }
    if (value in Object.prototype) {
      flaw(span, `\`${value}\` is a reserved word and can't be used as a key`);
      return undefined;
    }
    return value;
  };

  const place = (node: Node, depth: number): Placed => {
    const span = spanOf(source, node.range);
    const nothing: Placed = { kind: "scalar", span, value: null };
    left -= 1;
    if (left < 0 || depth > deepest) {
      if (!exhausted) {
        const many = "too many values: anchors and aliases multiply them, or the file is too large";
        flaw(span, left < 0 ? many : `nested too deeply; an estate file needs no more than ${deepest} levels`);
      }
      exhausted = true;
      return nothing;
    }
    if (exhausted) return nothing;
    if (isAlias(node)) return alias(node, depth + 1);
    const { anchor, tag } = node as { anchor?: string; tag?: string };
    if (anchor !== undefined) anchors.set(anchor, node);
    if (tag !== undefined && !plainTags.has(tag)) flaw(span, "YAML tags aren't used in an estate file");
    if (!isCollection(node)) {
      const value = isScalar(node) ? node.value : null;
      const simple = typeof value === "string" || typeof value === "boolean" || typeof value === "number";
      return { kind: "scalar", span, value: simple ? value : null };
    }
    open.add(node);
    const placed = isMap(node) ? map(node.items, span, depth) : list(isSeq(node) ? node.items : [], span, depth);
    open.delete(node);
    return placed;
  };

  const list = (items: readonly unknown[], span: Span, depth: number): Placed => ({
    kind: "list",
    span,
    // A pair inside a flow sequence (`[a: 1]`) is a map of one entry.
    items: items.map((item) => (isPair(item) ? map([item], span, depth + 1) : place(item as Node, depth + 1))),
  });

  const map = (
    pairs: readonly { readonly key: unknown; readonly value: unknown }[],
    span: Span,
    depth: number,
  ): Placed => {
    const entries = new Map<string, { key: Span; value: Placed }>();
    for (const pair of pairs) {
      if (exhausted) break;
      const keyNode = pair.key as Node | null;
      const keySpan = keyNode?.range ? spanOf(source, keyNode.range) : span;
      const anchor = (keyNode as { anchor?: string } | null)?.anchor;
      if (keyNode && anchor !== undefined) anchors.set(anchor, keyNode);
      const name = key(keyNode, keySpan);
      const value: Placed = pair.value
        ? place(pair.value as Node, depth + 1)
        : { kind: "scalar", span: { ...keySpan, start: keySpan.end }, value: null };
      if (name === undefined) continue;
      const before = entries.get(name);
      if (before === undefined) entries.set(name, { key: keySpan, value });
      else flaw(keySpan, `\`${name}\` is given twice: here and in line ${placeOf(before.key).line}`);
    }
    return { kind: "map", span, entries };
  };

  const root = place(contents, 0);
  return exhausted || incomplete ? undefined : root;
}
