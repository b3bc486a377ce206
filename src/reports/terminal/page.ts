import { styleText } from "node:util";
import type { Severity } from "../../verdict/severity.ts";
import type { Status } from "../../verdict/status.ts";
import { columnsOf, wrapped } from "./columns.ts";

type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan" | "magenta" | "underline";

/** How the report is laid out: its width in columns, and what its colours are (plain text without them). */
export interface Page {
  readonly width: number;
  readonly verbose: boolean;
  readonly paint: (text: string, ...styles: readonly Style[]) => string;
}

export function page(width: number, colour: boolean, verbose: boolean): Page {
  const paint: Page["paint"] = (text, ...styles) =>
    colour && text !== "" ? styleText([...styles], text, { validateStream: false }) : text;
  return { width: Math.max(60, width), verbose, paint };
}

export const statusStyles: Readonly<Record<Status, readonly Style[]>> = {
  violated: ["red", "bold"],
  unverified: ["yellow"],
  excepted: ["magenta"],
  attested: ["cyan"],
  verified: ["green"],
  "not applicable": ["dim"],
};

export const severityStyles: Readonly<Record<Severity, readonly Style[]>> = {
  critical: ["red", "bold"],
  high: ["red"],
  medium: ["yellow"],
  low: ["cyan"],
  info: ["dim"],
};

/** Wraps a text behind a margin; `first` (of the margin's width) stands before its first line. */
export function block(
  { width, paint }: Page,
  text: string,
  margin: number,
  styles: readonly Style[] = [],
  first = " ".repeat(margin),
): readonly string[] {
  return wrapped(text, width - margin).map(
    (line, index) => (index === 0 ? first : " ".repeat(margin)) + paint(line, ...styles),
  );
}

/** A heading that a line continues to the right edge, between empty lines; `aside` stands at the edge, or below. */
export function heading({ width, paint }: Page, text: string, aside = ""): readonly string[] {
  const gap = width - columnsOf(text) - columnsOf(aside) - 2;
  const dim = (line: string) => paint(line, "dim");
  if (gap >= 3) return ["", `${paint(text, "bold")} ${dim("─".repeat(gap))} ${dim(aside)}`.trimEnd(), ""];
  const below = aside === "" ? [] : wrapped(aside, width).map(dim);
  return ["", ...wrapped(text, width).map((line) => paint(line, "bold")), ...below, ""];
}
