import { visible } from "../visible.ts";

/** Foreign text as OSCAL markup: what Markdown, HTML or an insertion of a parameter would act on is escaped. One line. */
export function markup(text: string): string {
  return visible(text).replace(/[\\`*_~^[\]<>&{}|#]/g, "\\$&") || "(no text)";
}

/** Foreign text as an OSCAL string: one line, not empty, no space at its ends. */
export function plain(text: string): string {
  return visible(text).trim() || "(no text)";
}

/** A list, or nothing where it would be empty: OSCAL has no empty lists. */
export function list<K extends string, T>(key: K, items: readonly T[]): { readonly [key in K]?: readonly T[] } {
  return items.length === 0 ? {} : ({ [key]: items } as { readonly [key in K]: readonly T[] });
}
