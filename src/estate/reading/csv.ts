import type { Flaw, Source, Span } from "./source.ts";

/** A cell with its text (quotes taken off) and its place (quotes included). */
export interface Cell {
  readonly text: string;
  readonly span: Span;
}

/** Rows of comma-separated values as RFC 4180 has them: quoted cells may hold commas, line breaks and doubled quotes. */
export function readCsv(source: Source): {
  readonly rows: readonly (readonly Cell[])[];
  readonly flaws: readonly Flaw[];
} {
  const { text } = source;
  const rows: Cell[][] = [];
  const flaws: Flaw[] = [];
  let row: Cell[] = [];
  let at = 0;
  while (at < text.length || row.length > 0) {
    const cell = text[at] === '"' ? quotedCell(source, at, flaws) : bareCell(source, at, flaws);
    row.push(cell);
    at = cell.span.end;
    if (text[at] === ",") {
      at += 1;
      continue;
    }
    if (row.some((it) => it.text.trim() !== "")) rows.push(row);
    row = [];
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
  return { rows, flaws };
}

function bareCell(source: Source, start: number, flaws: Flaw[]): Cell {
  const pattern = /[^,\r\n]*/y;
  pattern.lastIndex = start;
  const raw = pattern.exec(source.text)?.[0] ?? "";
  const span = { source, start, end: start + raw.length };
  if (raw.includes('"'))
    flaws.push({
      span,
      message: "a quote stands inside a cell that isn't quoted; quote the cell, and double the quote",
    });
  return { text: raw.trim(), span };
}

function quotedCell(source: Source, start: number, flaws: Flaw[]): Cell {
  const pattern = /"((?:[^"]|"")*)("?)[^,\r\n]*/y;
  pattern.lastIndex = start;
  const match = pattern.exec(source.text);
  const raw = match?.[0] ?? '"';
  const inner = match?.[1] ?? "";
  const span = { source, start, end: start + raw.length };
  if (match?.[2] !== '"') flaws.push({ span, message: "this quote is never closed" });
  else if (raw.length > inner.length + 2)
    flaws.push({ span, message: "after a closing quote only a comma or the end of the line can follow" });
  return { text: inner.replaceAll('""', '"').trim(), span };
}
