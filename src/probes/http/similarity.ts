/** A value that is made anew for each answer, by the name in front of it. */
const madeAnew =
  /\b(?:nonce|csrf[\w-]{0,40}|xsrf[\w-]{0,40}|authenticity_token|_?token|request[-_]?id|trace[-_]?id)\b(["'\s]{0,8}[=:]["'\s]{0,8}|["']\s{1,8}(?:value|content)=["'])[^"'\s<>&]{1,400}/gi;
/** Such as `Sun, 22 Nov 2026`, in the order of RFC 9110 or of the calendar of the C library. */
const dates =
  /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+(?:\d+\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*/g;
/** What may be a token in base64 or its URL variant; one is, with small and capital letters and digits. */
const tokens = /[\w+/-]{20,}/g;
const isToken = (it: string) => /[a-z]/.test(it) && /[A-Z]/.test(it) && /\d/.test(it);

/** The ways in which a page could write the target that it was asked for. */
function writings(target: string): readonly string[] {
  const escaped = target.replaceAll("&", "&amp;").replaceAll("/", "&#x2F;");
  const decoded = decodedOf(target);
  const all = [target, decoded, encodeURIComponent(target), target.replaceAll("/", "\\/"), escaped, target.slice(1)];
  return [...new Set(all)].filter((it) => it.length > 1).sort((one, other) => other.length - one.length);
}

function decodedOf(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}

/** Words of a page without what changes from one answer to the next: the reflected target, numbers, tokens, times. */
function words(body: string, target: string): Map<string, number> {
  const counts = new Map<string, number>();
  const reflected = [target, ...writings(target)].reduce((text, it) => text.replaceAll(it, " "), body.slice(0, 65_536));
  const steady = reflected
    .replace(madeAnew, " ")
    .replace(dates, " ")
    .replace(tokens, (it) => (isToken(it) ? " " : it))
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
