/** Gives the value of a variable; nothing for one that has none. */
export type Lookup = (name: string) => string | undefined;

export interface Expanded {
  readonly text: string;
  /** Variables without a value; each still stands in the text as it was written. */
  readonly missing: readonly string[];
}

const deepest = 10;
const longest = 16_384;

/**
 * Fills variables in as the builder does for FROM, COPY, USER and such: `$X`, `${X}`, `${X:-y}`, `${X-y}`, `${X:+y}`,
 * `${X+y}`. Quotes go; nothing is filled in between single ones. Other modifiers count as a variable without a value.
 */
export function expand(written: string, lookup: Lookup, escaping = "\\", depth = 0): Expanded {
  const missing: string[] = [];
  let text = "";
  let quote = "";
  let i = 0;
  while (i < written.length && text.length < longest) {
    const c = written[i] ?? "";
    if (c === escaping && quote !== "'") {
      text += written[i + 1] ?? "";
      i += 2;
    } else if (quote === "" && (c === "'" || c === '"')) {
      quote = c;
      i += 1;
    } else if (c === quote) {
      quote = "";
      i += 1;
    } else if (c === "$" && quote !== "'") {
      const { value, length, absent } = variable(written, i, lookup, escaping, depth);
      missing.push(...absent);
      text += value;
      i += length;
    } else {
      text += c;
      i += 1;
    }
  }
  return { text, missing };
}

/** Where the brace that opens at `at` closes; the text's end if nowhere. */
export function closingBrace(text: string, at: number): number {
  let open = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "\\") i += 1;
    else if (text[i] === "{") open += 1;
    else if (text[i] === "}" && --open === 0) return i;
  }
  return text.length;
}

function variable(text: string, at: number, lookup: Lookup, escaping: string, depth: number) {
  const asWritten = (length: number, name: string) => ({
    ...{ value: text.slice(at, at + length), length, absent: [name] },
  });
  if (text[at + 1] !== "{") {
    const name = /^[A-Za-z_]\w*/.exec(text.slice(at + 1, at + 201))?.[0];
    if (name === undefined) return { value: "$", length: 1, absent: [] };
    const value = lookup(name);
    return value === undefined
      ? asWritten(1 + name.length, name)
      : { value, length: 1 + name.length, absent: [] as string[] };
  }
  const end = closingBrace(text, at + 1);
  const length = end + 1 - at;
  const inner = /^([A-Za-z_]\w{0,200})(?:(:?[-+])([\s\S]*))?$/.exec(text.slice(at + 2, end));
  if (inner === null || depth > deepest) return asWritten(length, text.slice(at + 2, Math.min(end, at + 82)));
  const [, name = "", operator, word = ""] = inner;
  const value = lookup(name);
  const given = operator?.startsWith(":") === true ? value !== undefined && value !== "" : value !== undefined;
  if (operator === undefined) return value === undefined ? asWritten(length, name) : { value, length, absent: [] };
  if (operator.endsWith("-") && given) return { value: value ?? "", length, absent: [] };
  if (operator.endsWith("+") && !given) return { value: "", length, absent: [] };
  const alternative = expand(word, lookup, escaping, depth + 1);
  return { value: alternative.text, length, absent: [...alternative.missing] };
}
