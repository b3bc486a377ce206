/**
 * Compares two Debian versions, `[epoch:]upstream[-revision]`, as deb-version(7) says: below 0 when `a` is older, 0 when
 * they are equal (`1` and `1-0` are), above 0 when it is newer. Total, and linear in their lengths.
 */
export function compareDpkgVersions(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  return (
    digitsCompared(left.epoch, right.epoch) ||
    compared(left.upstream, right.upstream) ||
    compared(left.revision, right.revision)
  );
}

function parts(version: string) {
  const trimmed = version.trim();
  const colon = trimmed.indexOf(":");
  const rest = trimmed.slice(colon + 1);
  const dash = rest.lastIndexOf("-");
  return {
    epoch: colon < 0 ? "" : trimmed.slice(0, colon),
    upstream: dash < 0 ? rest : rest.slice(0, dash),
    revision: dash < 0 ? "" : rest.slice(dash + 1),
  };
}

const isDigit = (char: string | undefined): boolean => char !== undefined && char >= "0" && char <= "9";

/** `~` sorts before the end, the end before letters, letters before all else. */
function weight(char: string | undefined): number {
  if (char === undefined || isDigit(char)) return 0;
  if (char === "~") return -1;
  return /[A-Za-z]/.test(char) ? char.charCodeAt(0) : char.charCodeAt(0) + 256;
}

function compared(a: string, b: string): number {
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a[i])) || (j < b.length && !isDigit(b[j]))) {
      const difference = weight(a[i]) - weight(b[j]);
      if (difference !== 0) return difference;
      i++;
      j++;
    }
    const [from, of] = [i, j];
    while (isDigit(a[i])) i++;
    while (isDigit(b[j])) j++;
    const difference = digitsCompared(a.slice(from, i), b.slice(of, j));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Two runs of digits as numbers of any size; an empty one is 0. */
export function digitsCompared(a: string, b: string): number {
  const [left, right] = [a.replace(/^0+/, ""), b.replace(/^0+/, "")];
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}
