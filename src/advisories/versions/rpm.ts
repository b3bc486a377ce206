import { digitsCompared } from "./dpkg.ts";

/**
 * Compares two rpm versions, `[epoch:]version[-release]`, by rpm's own algorithm (rpm-version(7)): below 0 when `a` is older.
 * A release is compared only where both have one.
 */
export function compareRpmVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  const release = left.release === undefined || right.release === undefined ? 0 : segments(left.release, right.release);
  return digitsCompared(left.epoch, right.epoch) || segments(left.version, right.version) || release;
}

function parts(text: string) {
  const colon = text.indexOf(":");
  const rest = text.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon < 0 ? "" : text.slice(0, colon),
    version: dash < 0 ? rest : rest.slice(0, dash),
    release: dash < 0 ? undefined : rest.slice(dash + 1),
  };
}

const segment = /[0-9]+|[A-Za-z]+|~|\^/g;
const isNumber = (text: string): boolean => /^[0-9]/.test(text);

/** What stands between runs of digits and runs of letters counts for nothing, but for `~` and `^`. */
function segments(a: string, b: string): number {
  const [left, right] = [a.match(segment) ?? [], b.match(segment) ?? []];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, two] = [left[i], right[i]];
    if (one === two) continue;
    // A tilde is older than anything, even than nothing; a caret is newer than nothing and older than all else.
    if (one === "~") return -1;
    if (two === "~") return 1;
    if (one === "^") return two === undefined ? 1 : -1;
    if (two === "^") return one === undefined ? -1 : 1;
    if (one === undefined) return -1;
    if (two === undefined) return 1;
    if (isNumber(one) !== isNumber(two)) return isNumber(one) ? 1 : -1;
    const difference = isNumber(one) ? digitsCompared(one, two) : one < two ? -1 : 1;
    if (difference !== 0) return difference;
  }
  return 0;
}
