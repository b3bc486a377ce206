import { namesAt } from "../mistakes/schema-at.ts";
import { type Path, type Placed, type PlacedScalar, pathText, walk } from "../reading/placed.ts";
import type { Flaw, Source, Span } from "../reading/source.ts";
import { secretReference } from "../schema.ts";

const word = "passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_-]?key|private[_-]?key|access[_-]?key";
const secretKey = new RegExp(word, "i");
const harmlessKeys = new Set(["secretFolders", "passwordLength"]);
const credentialsInUrl = /:\/\/([^\s/"'@]*:[^\s/"'@]*)@/g;

function named(path: Path): boolean {
  return path.some(
    (key, index) =>
      typeof key === "string" && secretKey.test(key) && !harmlessKeys.has(key) && !namesAt(path.slice(0, index)),
  );
}

function isReference(value: unknown): boolean {
  return secretReference.safeParse(value).success;
}

/** Values that are secrets themselves, where only a reference may stand. */
export function secretsWrittenDown(root: Placed): { readonly path: Path; readonly flaw: Flaw }[] {
  return [...walk(root)].flatMap(({ path, value }) => {
    if (value.kind !== "scalar") return [];
    const flaw = named(path) ? literal(path, value) : inUrl(path, value);
    return flaw ? [{ path, flaw }] : [];
  });
}

function literal(path: Path, { value, span }: PlacedScalar): Flaw | undefined {
  if (value === null || value === "" || typeof value === "boolean" || isReference(value)) return undefined;
  const message = `\`${pathText(path)}\` holds a secret itself; say where it is instead: env:NAME, file:PATH or exec:COMMAND`;
  return { span, message };
}

function inUrl(path: Path, { value, span }: PlacedScalar): Flaw | undefined {
  if (typeof value !== "string" || value.search(credentialsInUrl) < 0) return undefined;
  return { span, message: `\`${pathText(path)}\` holds a user name and password inside a URL; leave them out` };
}

/** True if a value at a path may not be shown. */
export function isConcealed(path: Path, value: unknown): boolean {
  return named(path) ? !isReference(value) : typeof value === "string" && value.search(credentialsInUrl) >= 0;
}

// A key in double quotes with an escape in it may spell such a word, too.
const assignment = new RegExp(`(?:[\\w.-]*(?:${word})[\\w.-]*["']?|"[^"]*\\\\[^"]*")\\s*[:=]\\s*`, "gi");

/** Where a line of text, taken without its syntax, may show a secret: offsets from its start. */
function suspectStretches(line: string): { start: number; end: number }[] {
  const inUrls = [...line.matchAll(credentialsInUrl)];
  const assigned = [...line.matchAll(assignment)].map((match) => match.index + match[0].length);
  return [
    ...inUrls.map((it) => ({ start: it.index + 3, end: it.index + it[0].length - 1 })),
    ...assigned
      .filter((start) => !/^["']?(?:env|file|exec):/.test(line.slice(start)))
      .map((start) => {
        const quoted = /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(line.slice(start));
        return { start, end: quoted ? start + quoted[0].length : line.length };
      }),
  ];
}

/** The stretches of a source that must not be shown: what is known from its values, and what its text looks like. */
export function stretchesToMask(source: Source, root: Placed | undefined, exact: boolean): readonly Span[] {
  const known =
    root === undefined
      ? []
      : [...walk(root)].flatMap(({ path, value }) => {
          const here = value.kind === "scalar" && value.span.source === source && isConcealed(path, value.value);
          return here ? [value.span] : [];
        });
  return [...known, ...guessed(source, exact)].filter((mask) => mask.end > mask.start);
}

/**
 * Guessed from the lines: only from their comments where the values are known exactly; else from everything, and whatever is
 * indented under a suspect key goes too.
 */
function guessed(source: Source, exact: boolean): readonly Span[] {
  const masks: Span[] = [];
  let offset = 0;
  let under: number | undefined;
  for (const line of source.text.split("\n")) {
    const add = (start: number, end: number): number =>
      masks.push({ source, start: offset + start, end: offset + end });
    const indent = line.search(/\S/);
    const beneath = under !== undefined && (indent > under || (indent === under && line[indent] === "-"));
    if (indent >= 0 && beneath) add(indent, line.length);
    else if (indent >= 0) {
      const from = exact ? line.indexOf("#") : 0;
      const suspects = from < 0 ? [] : suspectStretches(line.slice(from));
      for (const { start, end } of suspects) add(from + start, from + end);
      under = !exact && suspects.length > 0 ? indent : undefined;
    }
    offset += line.length + 1;
  }
  return masks;
}

/** In a roster with a column for secrets, every row but the first. */
export function rowsToMask(source: Source): readonly Span[] {
  const start = source.text.indexOf("\n") + 1;
  return start > 0 && secretKey.test(source.text.slice(0, start)) ? [{ source, start, end: source.text.length }] : [];
}
