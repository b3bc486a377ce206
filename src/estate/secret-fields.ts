import { type Path, type Placed, type PlacedScalar, pathText, walk } from "./placed.ts";
import { secretReference } from "./schema.ts";
import { namesAt } from "./schema-at.ts";
import type { Flaw, Source, Span } from "./source.ts";

const word = "passw(?:or)?d|passphrase|pwd|secret|token|credential|api[_-]?key|private[_-]?key|access[_-]?key";
const secretKey = new RegExp(word, "i");
const harmlessKeys = new Set(["secretFolders"]);
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

const assignment = new RegExp(`[\\w.-]*(?:${word})[\\w.-]*["']?\\s*[:=]\\s*(?=\\S)(?!env:|file:|exec:)`, "gi");

/** Where a line of text, taken without its syntax, may show a secret: offsets from its start. */
function suspectStretches(line: string): { start: number; end: number }[] {
  const found = [...line.matchAll(credentialsInUrl)].map((it) => ({
    start: it.index + 3,
    end: it.index + it[0].length - 1,
  }));
  for (const match of line.matchAll(assignment)) {
    const start = match.index + match[0].length;
    const rest = line.slice(start);
    const quoted = /^"(?:[^"\\]|\\.)*"|^'[^']*'/.exec(rest);
    if (/^["'](?:env|file|exec):/.test(rest)) continue;
    found.push({ start, end: quoted ? start + quoted[0].length : line.length });
  }
  return found;
}

/**
 * The stretches of a source that must not be shown. `root` gives exact ones; without it (broken syntax) they are guessed from
 * the lines, and whatever is indented under a suspect key goes too.
 */
export function stretchesToMask(source: Source, root: Placed | undefined): readonly Span[] {
  const masks: Span[] = [];
  if (root) {
    for (const { path, value } of walk(root)) {
      if (value.kind === "scalar" && value.span.source === source && isConcealed(path, value.value))
        masks.push(value.span);
    }
  }
  let offset = 0;
  let under: number | undefined;
  for (const line of source.text.split("\n")) {
    const indent = line.search(/[^\s]/);
    const comment = root ? line.indexOf("#") : 0;
    if (indent >= 0 && under !== undefined && (indent > under || (indent === under && line[indent] === "-"))) {
      masks.push({ source, start: offset + indent, end: offset + line.length });
    } else if (indent >= 0) {
      under = undefined;
      const opens = root ? undefined : new RegExp(`(?:${word})[\\w.-]*["']?\\s*:`, "i").exec(line);
      if (opens && !/^\s*["']?(?:env|file|exec):/.test(line.slice(opens.index + opens[0].length))) under = indent;
      if (comment >= 0) {
        for (const { start, end } of suspectStretches(line.slice(comment))) {
          masks.push({ source, start: offset + comment + start, end: offset + comment + end });
        }
      }
    }
    offset += line.length + 1;
  }
  return masks.filter((mask) => mask.end > mask.start);
}
