import { type Expanded, expand, type Lookup } from "./expand.ts";

/** The words of a text, quotes and variables as they were written. */
export function rawWords(text: string, escaping: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? "";
    if (c === escaping && quote !== "'") {
      word += c + (text[i + 1] ?? "");
      i += 1;
    } else if (quote === "" && /\s/.test(c)) {
      if (word !== "") words.push(word);
      word = "";
    } else {
      if (quote === "" && (c === '"' || c === "'")) quote = c;
      else if (c === quote) quote = "";
      word += c;
    }
  }
  if (word !== "") words.push(word);
  return words;
}

/** The words of a text with variables filled in. */
export function expandedWords(text: string, lookup: Lookup, escaping: string): readonly Expanded[] {
  return rawWords(text, escaping).map((it) => expand(it, lookup, escaping));
}

/** A JSON array of texts, which an instruction may be given instead of words. */
export function jsonWords(text: string): readonly string[] | undefined {
  if (!text.startsWith("[")) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((it) => typeof it === "string") ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** `NAME=value …` of ENV, ARG and LABEL, and ENV's old `NAME value`. */
export function assignments(
  keyword: string,
  text: string,
  lookup: Lookup,
  escaping: string,
): readonly { readonly name: string; readonly value?: Expanded }[] {
  const words = rawWords(text, escaping);
  const first = words[0] ?? "";
  if (keyword !== "ARG" && !first.includes("=")) {
    const value = text.slice(text.indexOf(first) + first.length).trim();
    return first === "" ? [] : [{ name: expand(first, lookup, escaping).text, value: expand(value, lookup, escaping) }];
  }
  return words.map((word) => {
    const equals = word.indexOf("=");
    if (equals < 0) return { name: word };
    return {
      name: expand(word.slice(0, equals), lookup, escaping).text,
      value: expand(word.slice(equals + 1), lookup, escaping),
    };
  });
}
