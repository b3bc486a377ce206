import { visible, visibleLines } from "../visible.ts";

/**
 * Foreign text as GitHub-flavoured Markdown that stays text: no markup, no HTML, no link, no mention of a person, no
 * reference to an issue, no new table cell. An empty comment breaks what a forge would turn into a link after rendering.
 */
export function text(foreign: string): string {
  return visible(foreign)
    .replace(/[\\`*_[\]<>&|~$]/g, "\\$&")
    .replace(/@/g, "@<!-- -->")
    .replace(/#/g, "\\#<!-- -->")
    .replace(/:\/\//g, ":<!-- -->//")
    .replace(/www\./gi, (it) => `${it.slice(0, 3)}<!-- -->.`)
    .replace(/\b(GH)-(?=\d)/gi, "$1<!-- -->-")
    .replace(/^(\s*)([-+=])/, "$1\\$2")
    .replace(/^(\s*\d+)([.)])/, "$1\\$2");
}

/** Foreign text as a code span, in which a forge resolves nothing. */
export function code(foreign: string): string {
  const shown = visible(foreign);
  const fence = "`".repeat(longestRun(shown) + 1);
  const padding = /^`|`$|^ .* $/.test(shown) || shown === "" ? " " : "";
  return `${fence}${padding}${shown}${padding}${fence}`;
}

/** Code in a cell of a table, where a bar would end the cell even inside a code span. */
export function cellCode(foreign: string): string {
  return foreign.includes("|") ? `<code>${text(foreign)}</code>` : code(foreign);
}

/** Foreign text of several lines as a fenced code block, indented by `indent`. */
export function codeBlock(foreign: string, indent = ""): string {
  const lines = visibleLines(foreign);
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [fence, ...lines, fence].map((line) => indent + line).join("\n");
}

/** A table; the cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function longestRun(shown: string): number {
  return Math.max(0, ...(shown.match(/`+/g) ?? []).map((it) => it.length));
}
