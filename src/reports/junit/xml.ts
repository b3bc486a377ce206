import { visible } from "../visible.ts";

/** An element with its attributes in the given order; `undefined` ones are left out. Children come as finished XML. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${escaped(String(value))}"`],
  );
  const start = `<${name}${written.join("")}`;
  return children.length === 0 ? `${start}/>` : `${start}>${children.join("")}</${name}>`;
}

/** Text of several lines as the content of an element. */
export function textOf(lines: readonly string[]): string {
  return lines.map(escaped).join("\n");
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What is no character of XML 1.0 is spelled out or, as U+FFFE and U+FFFF, replaced: no reference could stand for it. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (it) => entities[it] ?? "");
}
