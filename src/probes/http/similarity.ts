/** Words of a page without what changes from one answer to the next: the reflected target, numbers, tokens. */
function words(body: string, target: string): Map<string, number> {
  const counts = new Map<string, number>();
  const steady = body
    .slice(0, 65_536)
    .replaceAll(target, " ")
    .replace(/[0-9a-f]{8,}|\d+/gi, " ");
  for (const word of steady.split(/[^\p{L}\p{N}]+/u)) if (word) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** How alike two pages are, from 0 to 1 (Dice over their words); two empty ones are the same. */
export function similarity(
  one: { readonly body: string; readonly target: string },
  other: { readonly body: string; readonly target: string },
): number {
  const left = words(one.body, one.target);
  const right = words(other.body, other.target);
  const size = [...left.values(), ...right.values()].reduce((sum, it) => sum + it, 0);
  if (size === 0) return (one.body.length === 0) === (other.body.length === 0) ? 1 : 0;
  let shared = 0;
  for (const [word, count] of left) shared += Math.min(count, right.get(word) ?? 0);
  return (2 * shared) / size;
}

/** From here on two pages count as the same page. */
export const samePage = 0.95;
