import type { Control } from "../controls/control.ts";
import { wrapped } from "./wrapped.ts";

/** One control as a page for the terminal. */
export function controlPage(it: Control): string {
  return [
    `${it.id}  ${it.title}`,
    "",
    `Serves ${it.requirement} (${it.aspect}), on every ${it.subject}. Severity ${it.severity}.`,
    ...(it.observes.length > 0 ? [`Looks at: ${it.observes.join(", ")}`] : []),
    ...(it.across === undefined ? [] : [`Of the whole estate: ${it.across.join(", ")}`]),
    "",
    "Fails when",
    ...Object.values(it.problems).map((text) => `  · ${wrapped(text, 4)}`),
    "",
    "How to mend",
    ...Object.entries(it.remedy).map(([product, text]) => `  ${product}\n${indented(text ?? "")}`),
    "",
    `\`holdfast explain ${it.requirement}\` shows the requirement.`,
    "",
  ].join("\n");
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, "    ");
}
