import { Document, isMap, isScalar, isSeq, type Pair, Scalar, visit, type YAMLMap } from "yaml";
import type { Found, Note } from "./found.ts";

const widest = 110;
/** Characters that an estate file may not hold as they are: they are written as escapes, or as ? in comments. */
const notPlain =
  /[^\t\n\x20-\x7e\xa0-\u200d\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/gu;

const head = (name: string, schema: string): string =>
  [
    `What Holdfast found on ${name} and around it: a draft of an estate file, which says what is to be kept to`,
    "the standard, and what you declare of it. Decide what the comments ask for, and delete what isn't yours.",
    "",
    "  holdfast check FILE       assesses what is declared here; holdfast.yaml is found without being named",
    `  holdfast estate schema    prints the schema of this file; editors look for it in ${schema}`,
  ].join("\n");

/**
 * Writes a drafted estate as a YAML file with comments, which `loadEstate` takes as it is.
 *
 * @param schema - where an editor finds the JSON Schema of estate files
 */
export function draftEstate(
  found: Found,
  { schema = "estate.schema.json" }: { readonly schema?: string } = {},
): string {
  const document = new Document(found.estate);
  const general = found.notes.filter((it) => it.path === "").map((it) => it.text);
  const remarks = general.length > 0 ? `\n\n${general.join("\n")}` : "";
  arrange(document);
  for (const [path, text] of together(found.notes)) place(document, path, text);
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "string" && node.value.search(notPlain) >= 0) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const body = document.toString({ lineWidth: 0, flowCollectionPadding: true }).replace(notPlain, escaped);
  const opening = `# yaml-language-server: $schema=${schema.replace(notPlain, "?").replaceAll("\n", "?")}\n#\n`;
  return `${opening}${comment(head(found.estate.estate, schema) + remarks, 0)
    .split("\n")
    .map((line) => `#${line}`.trimEnd())
    .join("\n")}\n\n${body}`;
}

/** Air between the sections, and listeners and lists of names on one line each. */
function arrange(document: Document): void {
  if (!isMap(document.contents)) return;
  for (const [at, pair] of document.contents.items.entries()) {
    if (at > 0 && isScalar(pair.key)) pair.key.spaceBefore = true;
    if (!isMap(pair.value)) continue;
    for (const entry of pair.value.items as Pair[]) {
      if (!isMap(entry.value)) continue;
      for (const inner of (entry.value as YAMLMap).items as Pair[]) {
        if (!isSeq(inner.value)) continue;
        if (inner.value.items.every((it) => isScalar(it))) inner.value.flow = true;
        for (const it of inner.value.items) if (isMap(it)) it.flow = true;
      }
    }
  }
}

function together(notes: readonly Note[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { path, text } of notes) {
    const before = texts.get(path);
    texts.set(path, before === undefined ? text : `${before}\n${text}`);
  }
  return texts;
}

/** Puts a comment before the key or the item at a JSON Pointer; one that leads nowhere is left out. */
function place(document: Document, pointer: string, text: string): void {
  const path = pointer
    .split("/")
    .slice(1)
    .map((it) => it.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = path.at(-1);
  if (last === undefined) return;
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const note = comment(text, path.length * 2);
  if (isMap(parent)) {
    const key = parent.items.find((it) => isScalar(it.key) && it.key.value === last)?.key;
    if (isScalar(key)) key.commentBefore = note;
  } else if (isSeq(parent)) {
    const item = parent.items[Number(last)];
    if (isMap(item) || isScalar(item)) item.commentBefore = note;
  }
}

/** Lines of a comment, a space before each and without the #; long ones are broken between words. */
function comment(text: string, indent: number): string {
  return text
    .replace(notPlain, "?")
    .replaceAll("\t", " ")
    .split("\n")
    .flatMap((line) => broken(line, widest - indent))
    .map((line) => ` ${line}`)
    .join("\n");
}

function broken(line: string, width: number): readonly string[] {
  if (line.length <= width) return [line];
  const cut = line.lastIndexOf(" ", width);
  const indent = /^ */.exec(line)?.[0] ?? "";
  if (cut <= indent.length) return [line];
  return [line.slice(0, cut), ...broken(indent + line.slice(cut + 1), width)];
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code <= 0xff ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`;
}
