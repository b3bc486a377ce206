import { digitsCompared } from "./dpkg.ts";

const grammar =
  /^(?<numbers>\d+(?:\.\d+)*)(?<letter>[a-z])?(?<suffixes>(?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~[0-9a-f]+)?(?<revision>-r\d+)?$/;
const before = ["alpha", "beta", "pre", "rc"];
const after = ["cvs", "svn", "git", "hg", "p"];

/** The kinds of token in the order in which, where two versions part, the later one is the older. */
const kinds = ["number", "letter", "suffix", "suffix-number", "revision", "end"] as const;
interface Token {
  readonly kind: (typeof kinds)[number];
  readonly text: string;
}
const end: Token = { kind: "end", text: "" };

/**
 * Compares two Alpine versions, `number{.number}[letter]{_suffix[number]}[~hash][-rN]`: below 0 when `a` is older, and
 * nothing when one of them is no such version.
 */
export function compareApkVersions(a: string, b: string): number | undefined {
  const [left, right] = [tokens(a), tokens(b)];
  if (left === undefined || right === undefined) return undefined;
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [one, two] = [left[i] ?? end, right[i] ?? end];
    const difference = one.kind === two.kind ? sameKind(one, two, i) : otherKind(one, two);
    if (difference !== 0) return difference;
  }
  return 0;
}

function tokens(version: string): readonly Token[] | undefined {
  const found = version.length > 512 ? undefined : grammar.exec(version.trim())?.groups;
  if (found === undefined) return undefined;
  const { numbers = "", letter, suffixes = "", revision } = found;
  return [
    ...numbers.split(".").map((text): Token => ({ kind: "number", text })),
    ...(letter === undefined ? [] : [{ kind: "letter", text: letter } as const]),
    ...[...suffixes.matchAll(/_([a-z]+)(\d*)/g)].flatMap(([, text = "", number = ""]): Token[] => [
      { kind: "suffix", text },
      ...(number === "" ? [] : [{ kind: "suffix-number", text: number } as const]),
    ]),
    ...(revision === undefined ? [] : [{ kind: "revision", text: revision.slice(2) } as const]),
  ];
}

const byCode = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const suffixOrder = [...before, ...after];

function sameKind({ kind, text: a }: Token, { text: b }: Token, index: number): number {
  if (kind === "suffix") return suffixOrder.indexOf(a) - suffixOrder.indexOf(b);
  if (kind === "letter") return byCode(a, b);
  // After the first, a number that begins with 0 is a fraction: `1.01` is older than `1.1`.
  const isFraction = kind === "number" && index > 0 && (a.startsWith("0") || b.startsWith("0"));
  return isFraction ? byCode(a, b) : digitsCompared(a, b);
}

function otherKind(one: Token, two: Token): number {
  if (one.kind === "suffix" && before.includes(one.text)) return -1;
  if (two.kind === "suffix" && before.includes(two.text)) return 1;
  return kinds.indexOf(two.kind) - kinds.indexOf(one.kind);
}
