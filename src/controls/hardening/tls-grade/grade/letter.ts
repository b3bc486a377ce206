/** The letters of a grade, the best first. */
export const letters = ["A+", "A", "A-", "B", "C", "D", "E", "F"] as const;
export type Letter = (typeof letters)[number];

/** Whether a grade is worse than another. */
export function isWorse(letter: Letter, than: Letter): boolean {
  return letters.indexOf(letter) > letters.indexOf(than);
}

/** The worst of several grades; the best there is without any. */
export function worst(of: readonly Letter[]): Letter {
  return of.reduce<Letter>((a, b) => (isWorse(b, a) ? b : a), "A+");
}
