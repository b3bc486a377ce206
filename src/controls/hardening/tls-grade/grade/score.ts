import type { Letter } from "./letter.ts";

/** Scores of the three categories, each from 0 to 100; protocols and ciphers are means of two scores, so halves occur. */
export interface CategoryScores {
  readonly protocols: number;
  readonly keyExchange: number;
  readonly ciphers: number;
}

const limits = [
  [80, "A"],
  [65, "B"],
  [50, "C"],
  [35, "D"],
  [20, "E"],
] as const satisfies readonly (readonly [number, Letter])[];

/**
 * The whole score, from 0 to 100: protocols and key exchange count 30 % each, ciphers 40 %, and one category of zero makes
 * zero of it. Reckoned in whole twentieths, so that 79.5 stays below 80 and 80 is not 79.999….
 */
export function wholeScore({ protocols, keyExchange, ciphers }: CategoryScores): number {
  if (protocols === 0 || keyExchange === 0 || ciphers === 0) return 0;
  return (3 * (2 * protocols) + 3 * (2 * keyExchange) + 4 * (2 * ciphers)) / 20;
}

/** The letter of a whole score, before any cap. */
export function letterOf(score: number): Letter {
  return limits.find(([least]) => score >= least)?.[1] ?? "F";
}
