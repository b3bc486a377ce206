import { visible } from "../visible.ts";

/** HTML that is safe to insert as it is; only the tag `html` makes it. */
export interface Markup {
  readonly markup: string;
}

/** What a template may hold: foreign text (escaped), markup, or nothing. */
export type Content = string | number | Markup | false | undefined | readonly Content[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/** Text as HTML, for element content and quoted attribute values alike; control characters are spelled out. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? "");
}

/** The only way to write HTML here: whatever is put into the template is escaped unless it is markup already. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return { markup: strings.reduce((text, part, index) => text + textOf(contents[index - 1]) + part) };
}

/** A text of the report's own, such as its style sheet, that is HTML already. Never for foreign text. */
export function own(markup: string): Markup {
  return { markup };
}

function textOf(content: Content): string {
  if (content === undefined || content === false) return "";
  if (typeof content === "string") return escaped(content);
  if (typeof content === "number") return String(content);
  return "markup" in content ? content.markup : content.map(textOf).join("");
}
