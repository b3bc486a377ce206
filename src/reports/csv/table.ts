/** What a spreadsheet takes for the start of a formula, full-width forms among it. */
const formula = /^[\s'"]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]/u;

/** Rows as CSV (RFC 4180): every field quoted, lines ended by CRLF, and no field that a spreadsheet would calculate. */
export function csv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** A leading apostrophe makes a spreadsheet show the text instead of running it. */
function field(text: string): string {
  const guarded = formula.test(text) ? `'${text}` : text;
  return `"${guarded.replaceAll('"', '""')}"`;
}
