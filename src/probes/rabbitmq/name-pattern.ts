/** Names of all kinds; short, so that no pattern takes long to try. */
const samples = ["q", "a1", "Z.9", "_-", "é~", "#/:"];
const longest = 1000;

/**
 * Whether a pattern of names lets in names of all kinds; `undefined` where that can't be told here. An empty pattern lets
 * in none, and one without anchors fits wherever a part of the name does.
 */
export function coversEverything(pattern: string): boolean | undefined {
  if (pattern === "") return false;
  if (pattern.length > longest || (pattern.match(/\{/g) ?? []).length > 3 || /\{\d*,?\d{3}/.test(pattern))
    return undefined;
  // What Erlang writes otherwise than JavaScript.
  const source = pattern.replaceAll("\\A", "^").replaceAll(/\\[zZ]/g, "$");
  try {
    const expression = new RegExp(source);
    return samples.every((it) => expression.test(it));
  } catch {
    return undefined;
  }
}
