/** Pairs of versions that look like those of packages and often differ in one character only; the same for the same seed. */
export function versionPairs(
  count: number,
  alphabet: readonly string[],
  seed = 20261124,
): readonly (readonly [string, string])[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const pick = (): string => alphabet[next(alphabet.length)] ?? "";
  const one = (): string => `${next(10)}${Array.from({ length: next(7) }, pick).join("")}`;
  const changed = (it: string): string => {
    const at = next(it.length + 1);
    return it.slice(0, at) + pick() + it.slice(at + next(2));
  };
  return Array.from({ length: count }, () => {
    const first = one();
    return [first, next(4) === 0 ? one() : changed(first)] as const;
  });
}
