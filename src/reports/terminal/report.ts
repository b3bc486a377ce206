import type { Assessment } from "../../assessment/assessment.ts";
import { figures, header } from "./header.ts";
import { bugs, next, observations, unverified } from "./open-ends.ts";
import { page } from "./page.ts";
import { sections } from "./requirements.ts";

export interface TerminalOptions {
  /** Columns; 100 unless told, at least 60. */
  readonly width?: number;
  /** Whether to colour by ANSI escapes; every status has its word without them too. */
  readonly colour?: boolean;
  /** Every reason and every remedy, nothing folded. */
  readonly verbose?: boolean;
}

/** An assessment for people at a terminal. Control characters of foreign text are spelled out, never passed through. */
export function renderTerminal(assessment: Assessment, options: TerminalOptions = {}): string {
  const layout = page(options.width ?? 100, options.colour ?? false, options.verbose ?? false);
  const parts = [header, figures, sections, unverified, observations, bugs, next];
  const text = parts.flatMap((part) => part(assessment, layout)).join("\n");
  return `${text.replaceAll(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}
