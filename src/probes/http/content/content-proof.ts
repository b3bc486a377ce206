import type { z } from "zod";
import type { contentTrialSchema } from "../facts.ts";

/** What came back, its content coding undone. */
interface Served {
  readonly status: number;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Something that should not be served: where it lies, and how its format proves that it really is that. */
export interface ContentProof {
  readonly id: string;
  readonly kind: z.output<typeof contentTrialSchema>["kind"];
  readonly path: string;
  /** Only the first bytes are asked for, where the thing is large. */
  readonly firstBytes?: number;
  /** One sentence without the content itself; `undefined` where the format is another. */
  readonly prove: (served: Served) => string | undefined;
}

/** A proof by two markers that only that page has together. */
export function bothIn(first: RegExp, second: RegExp, says: string): ContentProof["prove"] {
  return ({ text }) => (first.test(text) && second.test(text) ? says : undefined);
}

/** Whether the text looks like an HTML page, which no plain file is. */
export function isHtml(text: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|<body)/i.test(text);
}
