/**
 * The same function, which keeps its last answer: one entry is asked about several times in a row, by several collectors. An
 * entry is the same by its identity.
 */
export function lastAnswerKept<E extends object, R, A extends readonly unknown[]>(
  answer: (entry: E, ...rest: A) => R,
): (entry: E, ...rest: A) => R {
  let last: { readonly entry: E; readonly told: R } | undefined;
  return (entry, ...rest) => {
    if (last?.entry !== entry) last = { entry, told: answer(entry, ...rest) };
    return last.told;
  };
}
