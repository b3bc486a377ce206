const trim = (text: string) => text.replace(/^[ \t]+|[ \t]+$/g, "");

/**
 * Adds one line of a header or trailer section to its fields; a folded line (RFC 9112 section 5.2) continues the field
 * before it. Gives false where the line is no field.
 */
export function addFieldLine(fields: [string, string][], line: string): boolean {
  const last = fields.at(-1);
  if (/^[ \t]/.test(line) && last) {
    last[1] = trim(`${last[1]} ${trim(line)}`);
    return true;
  }
  const colon = line.indexOf(":");
  if (colon < 1) return false;
  fields.push([line.slice(0, colon), trim(line.slice(colon + 1))]);
  return true;
}
