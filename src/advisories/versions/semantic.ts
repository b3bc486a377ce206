import { digitsCompared } from "./dpkg.ts";

const grammar = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;

/** Compares two versions by Semantic Versioning 2.0.0 §11; nothing when one of them is none. A leading `v` counts for nothing. */
export function compareSemanticVersions(a: string, b: string): number | undefined {
  const [left, right] = [grammar.exec(a.slice(0, 256)), grammar.exec(b.slice(0, 256))];
  if (left === null || right === null) return undefined;
  for (const part of [1, 2, 3]) {
    const difference = digitsCompared(left[part] ?? "0", right[part] ?? "0");
    if (difference !== 0) return difference;
  }
  return comparePrereleases(left[4], right[4]);
}

function comparePrereleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const [left, right] = [a.split("."), b.split(".")];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, two] = [left[i], right[i]];
    if (one === undefined) return -1;
    if (two === undefined) return 1;
    if (one === two) continue;
    const [isNumber, isOther] = [/^\d+$/.test(one), /^\d+$/.test(two)];
    if (isNumber && isOther) return digitsCompared(one, two);
    if (isNumber !== isOther) return isNumber ? -1 : 1;
    return one < two ? -1 : 1;
  }
  return 0;
}
