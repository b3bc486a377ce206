import type { Value } from "./value.ts";

export type Variables = ReadonlyMap<string, string>;

const deepest = 10;

/** Fills `$X`, `${X}`, `${X:-y}`, `${X-y}`, `${X:?y}`, `${X?y}`, `${X:+y}`, `${X+y}` and `$$` in, as the compose specification says. */
export function interpolate(
  text: string,
  variables: Variables,
  depth = 0,
): { readonly text: string; readonly missing: readonly string[] } {
  if (!text.includes("$")) return { text, missing: [] };
  const missing: string[] = [];
  let result = "";
  let i = 0;
  while (i < text.length) {
    if (text[i] !== "$") {
      result += text[i++];
    } else if (text[i + 1] === "$") {
      result += "$";
      i += 2;
    } else if (text[i + 1] === "{") {
      const end = closing(text, i + 1);
      const [, name, operator = "", word = ""] =
        /^([A-Za-z_]\w*)(?:(:?[-?+])([\s\S]*))?$/.exec(text.slice(i + 2, end)) ?? [];
      const value = name === undefined ? undefined : variables.get(name);
      const given = operator.startsWith(":") ? value !== undefined && value !== "" : value !== undefined;
      if (name === undefined || depth > deepest) missing.push(text.slice(i, Math.min(end + 1, i + 60)));
      else if (operator.endsWith("+") ? given : operator.endsWith("-") && !given) {
        const inner = interpolate(word, variables, depth + 1);
        result += inner.text;
        missing.push(...inner.missing);
      } else if (given || operator === "") {
        if (value === undefined) missing.push(name);
        result += value ?? "";
      } else if (operator.endsWith("?")) missing.push(name);
      i = end + 1;
    } else {
      const name = /^[A-Za-z_]\w*/.exec(text.slice(i + 1, i + 201))?.[0] ?? "";
      const value = variables.get(name);
      if (name !== "" && value === undefined) missing.push(name);
      result += name === "" ? "$" : (value ?? "");
      i += 1 + name.length;
    }
  }
  return { text: result, missing };
}

function closing(text: string, at: number): number {
  let open = 0;
  for (let i = at; i < text.length; i++) {
    if (text[i] === "{") open += 1;
    else if (text[i] === "}" && --open === 0) return i;
  }
  return text.length;
}

/** A value with all its texts filled in. Keys are never. */
export function interpolated(value: Value, variables: Variables): Value {
  if (value.kind === "list") return { ...value, items: value.items.map((it) => interpolated(it, variables)) };
  if (value.kind === "map") {
    return { ...value, entries: new Map([...value.entries].map(([key, it]) => [key, interpolated(it, variables)])) };
  }
  if (typeof value.value !== "string" || !value.value.includes("$")) return value;
  const { text, missing } = interpolate(value.value, variables);
  return { ...value, value: text, ...(missing.length > 0 && { missing }) };
}

/** `NAME=value` lines of an environment file; quotes go, comments too. */
export function readEnvironmentFile(text: string): Variables {
  const variables = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, raw = ""] = /^\s*(?:export\s+)?([A-Za-z_][\w.-]{0,200})\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (name === undefined) continue;
    const quoted = /^(["'])(.*?)\1/.exec(raw);
    const plain = quoted === null ? raw.replace(/(?:^|\s+)#.*$/, "").trim() : (quoted[2] ?? "");
    variables.set(name, quoted?.[1] === "'" ? plain : interpolate(plain, variables).text);
  }
  return variables;
}
