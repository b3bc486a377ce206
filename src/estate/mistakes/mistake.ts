import { styleText } from "node:util";

/** A mistake in an estate file, with the line it is in; a secret in that line is masked. */
export interface Mistake {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** How far it stretches, in UTF-16 code units; at least 1. */
  readonly length: number;
  readonly message: string;
  /** What was probably meant, ready to be typed. */
  readonly suggestion?: string;
  /** The line, or the part of a long line around the mistake. */
  readonly excerpt: string;
  /** Where the mistake starts in the excerpt, from 0. */
  readonly caret: number;
}

/** Everything that is wrong with an estate; the message is what `formatMistakes` gives without colour. */
export class EstateError extends Error {
  override readonly name = "EstateError";
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    super(formatMistakes(mistakes, { colour: false }));
    this.mistakes = mistakes;
  }
}

/** Mistakes as a compiler shows them: place, message, the line with a caret, and what was probably meant. */
export function formatMistakes(mistakes: readonly Mistake[], options: { readonly colour: boolean }): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  return mistakes
    .map((it) => {
      const wholeFile = it.line === 1 && it.column === 1 && it.excerpt === "";
      const file = it.file.replaceAll(/\p{Cc}/gu, "?");
      const at = wholeFile ? file : `${file}:${it.line}:${it.column}`;
      const lines = [`${paint("bold", at)}: ${it.message}`];
      if (it.excerpt.trim() !== "") {
        const gutter = `${it.line}`;
        const width = Math.max(1, Math.min(it.length, it.excerpt.length - it.caret));
        lines.push(`  ${paint("dim", `${gutter} |`)} ${it.excerpt}`);
        lines.push(
          `  ${paint("dim", `${" ".repeat(gutter.length)} |`)} ${" ".repeat(it.caret)}${paint("red", "^".repeat(width))}`,
        );
      }
      if (it.suggestion !== undefined) lines.push(`  did you mean ${paint("green", it.suggestion)}?`);
      return lines.join("\n");
    })
    .join("\n\n");
}
