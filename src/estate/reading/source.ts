/** A text with its name, as read. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** A stretch of a source, in UTF-16 code units from its start. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place for people: line and column from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Something wrong at a place of a source, before it is made presentable. */
export interface Flaw {
  readonly span: Span;
  readonly message: string;
  readonly suggestion?: string | undefined;
}

const starts = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  let known = starts.get(source);
  if (known === undefined) {
    const found = [0];
    for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) found.push(at + 1);
    known = found;
    starts.set(source, known);
  }
  return known;
}

/** The line of an offset, with where it starts and ends (its line break left out). */
export function lineAt(source: Source, offset: number): { line: number; start: number; end: number } {
  const lines = lineStarts(source);
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = lines[low] ?? 0;
  let end = (lines[low + 1] ?? source.text.length + 1) - 1;
  if (source.text[end - 1] === "\r") end -= 1;
  return { line: low + 1, start, end: Math.max(start, end) };
}

export function placeOf(span: Span): Place {
  const { line, start } = lineAt(span.source, span.start);
  return { file: span.source.file, line, column: span.start - start + 1 };
}
