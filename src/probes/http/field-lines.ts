const isBlank = (code: number) => code === 0x20 || code === 0x09;

/** Without blanks at its ends; by hand, since a pattern would take quadratic time for blanks in the middle. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/**
 * Adds one line of a header or trailer section to its fields; a folded line (RFC 9112 section 5.2) continues the field
 * before it. Gives false where the line is no field.
 */
export function addFieldLine(fields: [string, string][], line: string): boolean {
  const last = fields.at(-1);
  if (/^[ \t]/.test(line) && last) {
    const more = trim(line);
    if (more !== "") last[1] = last[1] === "" ? more : `${last[1]} ${more}`;
    return true;
  }
  const colon = line.indexOf(":");
  if (colon < 1) return false;
  fields.push([line.slice(0, colon), trim(line.slice(colon + 1))]);
  return true;
}
