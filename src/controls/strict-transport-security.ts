/** What a field of Strict-Transport-Security tells a browser, or why a browser ignores it. */
export type StrictTransportSecurity =
  | { readonly maxAgeSeconds: number; readonly includeSubDomains: boolean; readonly preload: boolean }
  | { readonly mistake: string };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Parses one field by RFC 6797 section 6.1: a directive that occurs twice, or a mistake in the grammar, makes the whole
 * field void; a quoted max-age is as good as a bare one; unknown directives are skipped.
 */
export function parseStrictTransportSecurity(field: string): StrictTransportSecurity {
  const directives = new Map<string, string | undefined>();
  for (const part of field.match(/(?:[^;"]|"(?:[^"\\]|\\.)*"?)+/g) ?? []) {
    if (part.trim() === "") continue;
    const [, name = "", equals, raw = ""] = /^\s*([^=\s]*)\s*(=)?\s*(.*?)\s*$/s.exec(part) ?? [];
    const value = /^"((?:[^"\\]|\\.)*)"$/s.exec(raw)?.[1]?.replaceAll(/\\(.)/gs, "$1") ?? raw;
    if (!token.test(name)) return { mistake: `“${part.trim()}” is no directive` };
    if (equals === undefined ? raw !== "" : value === raw && !token.test(raw))
      return { mistake: `“${part.trim()}” is no directive` };
    const id = name.toLowerCase();
    if (directives.has(id)) return { mistake: `${id} occurs twice` };
    directives.set(id, equals === undefined ? undefined : value);
  }
  for (const id of ["includesubdomains", "preload"])
    if (directives.get(id) !== undefined) return { mistake: `${id} takes no value` };
  const maxAge = directives.get("max-age");
  if (maxAge === undefined || !/^\d+$/.test(maxAge)) return { mistake: "it has no max-age in seconds" };
  return {
    maxAgeSeconds: Number(maxAge),
    includeSubDomains: directives.has("includesubdomains"),
    preload: directives.has("preload"),
  };
}
