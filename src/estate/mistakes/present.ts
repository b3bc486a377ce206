import { type Flaw, lineAt, placeOf, type Source, type Span } from "../reading/source.ts";
import type { Mistake } from "./mistake.ts";

const widest = 160;

/** Makes flaws presentable: in the order of the files and places, once each, with excerpts in which `masked` stretches don't show. */
export function present(
  flaws: readonly Flaw[],
  order: readonly Source[],
  masked: (source: Source) => readonly Span[],
): readonly Mistake[] {
  const masks = new Map<Source, readonly Span[]>();
  const masksOf = (source: Source): readonly Span[] => {
    const known = masks.get(source) ?? masked(source);
    masks.set(source, known);
    return known;
  };
  const seen = new Set<string>();
  return flaws
    .toSorted((a, b) => order.indexOf(a.span.source) - order.indexOf(b.span.source) || a.span.start - b.span.start)
    .map((flaw) => mistake(flaw, masksOf(flaw.span.source)))
    .filter((it) => {
      const same = `${it.file}:${it.line}:${it.column}:${it.message}`;
      return !seen.has(same) && seen.add(same);
    });
}

function mistake({ span, message, suggestion }: Flaw, masks: readonly Span[]): Mistake {
  const { start, end } = lineAt(span.source, span.start);
  const length = Math.max(1, Math.min(span.end, end) - span.start);
  const said = {
    message: harmless(message),
    ...(suggestion === undefined ? {} : { suggestion: harmless(suggestion) }),
  };
  const { excerpt, caret } = cut(shown(span.source.text, start, end, masks, span.start));
  return { ...placeOf(span), length, ...said, excerpt, caret };
}

interface Cut {
  readonly excerpt: string;
  readonly caret: number;
}

/** The line from `start` to `end` with its masked stretches replaced, and where the offset `at` has come to stand in it. */
function shown(text: string, start: number, end: number, masks: readonly Span[], at: number): Cut {
  let excerpt = "";
  let caret: number | undefined;
  let from = start;
  const inLine = masks.filter((mask) => mask.start < end && mask.end > start).toSorted((a, b) => a.start - b.start);
  for (const mask of inLine) {
    if (mask.end <= from) continue;
    const upTo = Math.max(from, mask.start);
    if (caret === undefined && at <= upTo) caret = excerpt.length + at - from;
    excerpt += text.slice(from, upTo);
    if (caret === undefined && at < mask.end) caret = excerpt.length;
    excerpt += "[secret]";
    from = Math.min(end, mask.end);
  }
  caret ??= excerpt.length + Math.min(at, end) - from;
  return { excerpt: excerpt + text.slice(from, end), caret };
}

/** No character that a terminal would act on. */
function harmless(text: string): string {
  return text.replaceAll(/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}|\p{Cs}/gu, (it) => (it === "\t" ? " " : "."));
}

/** A window on a long line. */
function cut({ excerpt, caret }: Cut): Cut {
  const from = excerpt.length <= widest ? 0 : Math.max(0, Math.min(caret - widest / 2, excerpt.length - widest));
  return { excerpt: harmless(excerpt.slice(from, from + widest)), caret: caret - from };
}
