/**
 * The directives of Cache-Control fields by lower-cased name (RFC 9111 section 5.2); of one that occurs twice, the first
 * value counts. A directive without an argument has an empty one.
 */
export function cacheDirectives(fields: readonly string[]): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const part of fields.join(",").match(/(?:[^,"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []) {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    const argument = equals < 0 ? "" : part.slice(equals + 1).trim();
    if (name !== "" && !directives.has(name)) directives.set(name, argument.replace(/^"(.*)"$/s, "$1"));
  }
  return directives;
}
