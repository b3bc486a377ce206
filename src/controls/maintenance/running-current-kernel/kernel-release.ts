/** The numbers that a release starts with; what follows them is its flavour, of which several can be installed. */
function numbersOf(release: string): readonly number[] {
  return (/^\d+(?:[.-]\d+)*/.exec(release)?.[0] ?? "")
    .split(/[.-]/)
    .filter((it) => it !== "")
    .map(Number);
}

/** Above 0 where `one` is newer; `undefined` where a name such as `lts` doesn't tell. */
export function compareKernels(one: string, other: string): number | undefined {
  const [ours, theirs] = [numbersOf(one), numbersOf(other)];
  if (ours.length === 0 || theirs.length === 0) return undefined;
  const places = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, at) => at);
  return places.map((at) => (ours[at] ?? 0) - (theirs[at] ?? 0)).find((it) => it !== 0) ?? 0;
}
