import { nearest } from "../mistakes/nearest.ts";
import { type Cell, readCsv } from "./csv.ts";
import type { Placed, PlacedMap } from "./placed.ts";
import { type Flaw, placeOf, type Source } from "./source.ts";

const columns = ["name", "fullName", "email", "status", "left", "roles", "accounts", "keys"] as const;
const lists = new Set<string>(["roles", "accounts", "keys"]);

/**
 * People from a CSV file: the first row names the columns (`name`, and any of fullName, email, status, left, roles, accounts,
 * keys), `;` separates the entries of a list, an empty cell says nothing.
 */
export function readRoster(source: Source): { readonly people: PlacedMap; readonly flaws: readonly Flaw[] } {
  const { rows, flaws: syntax } = readCsv(source);
  const flaws = [...syntax];
  const [header = [], ...rest] = rows;
  const start = { source, start: 0, end: 1 };
  flaws.push(...headerFlaws(header, start));
  const entries = new Map<string, { key: Cell["span"]; value: Placed }>();
  const nameColumn = header.findIndex((it) => it.text === "name");
  for (const row of nameColumn < 0 ? [] : rest) {
    const name = row[nameColumn];
    if (row.length !== header.length) {
      const span = row[0]?.span ?? start;
      flaws.push({ span, message: `this row has ${row.length} cells, the header has ${header.length}` });
    } else if (name === undefined || name.text === "") {
      flaws.push({ span: row[0]?.span ?? start, message: "this row lacks a name" });
    } else if (name.text in Object.prototype) {
      flaws.push({ span: name.span, message: `\`${name.text}\` is a reserved word and can't be used as a name` });
    } else {
      const before = entries.get(name.text);
      if (before === undefined) entries.set(name.text, { key: name.span, value: person(header, row, name) });
      else {
        const { line } = placeOf(before.key);
        flaws.push({ span: name.span, message: `\`${name.text}\` is given twice: here and in line ${line}` });
      }
    }
  }
  return { people: { kind: "map", span: start, entries }, flaws };
}

function headerFlaws(header: readonly Cell[], start: Cell["span"]): Flaw[] {
  const flaws = header.flatMap((cell, index): Flaw[] => {
    const { span, text } = cell;
    if (header.findIndex((it) => it.text === text) < index)
      return [{ span, message: `the column \`${text}\` is given twice` }];
    if ((columns as readonly string[]).includes(text)) return [];
    const message = `a roster can't have this column; it can have ${columns.join(", ")}`;
    return [{ span, message, suggestion: nearest(text, columns) }];
  });
  if (header.some((it) => it.text === "name")) return flaws;
  return [
    ...flaws,
    { span: start, message: "a roster needs a first row with the names of its columns, `name` among them" },
  ];
}

function person(header: readonly Cell[], row: readonly Cell[], name: Cell): PlacedMap {
  const entries = new Map<string, { key: Cell["span"]; value: Placed }>();
  for (const [index, cell] of row.entries()) {
    const column = header[index]?.text ?? "";
    if (column === "name" || cell.text === "" || !(columns as readonly string[]).includes(column)) continue;
    const scalar = (value: string): Placed => ({ kind: "scalar", span: cell.span, value });
    const entriesOf = (): Placed[] =>
      cell.text
        .split(";")
        .map((it) => it.trim())
        .filter((it) => it !== "")
        .map(scalar);
    const value: Placed = lists.has(column) ? { kind: "list", span: cell.span, items: entriesOf() } : scalar(cell.text);
    entries.set(column, { key: cell.span, value });
  }
  return { kind: "map", span: name.span, entries };
}
