/** A pattern of MariaDB, piece by piece: `%` stands for any characters, `_` for one; `\` takes that from what comes after it. */
type Piece = { readonly is: "many" | "one" } | { readonly is: "text"; readonly text: string };

function pieces(pattern: string): readonly Piece[] {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/g) ?? [];
  return parts
    .filter((it, at) => it !== "%" || parts[at - 1] !== "%")
    .map((it): Piece => {
      if (it === "%" || it === "_") return { is: it === "%" ? "many" : "one" };
      return { is: "text", text: it.replace(/^\\(?=[\s\S])/, "") };
    });
}

/** Whether a text fits a pattern; in steps of at most its length times the pattern's. */
export function fits(pattern: string, text: string): boolean {
  const parts = pieces(pattern);
  let [at, part] = [0, 0];
  let tried: { readonly part: number; readonly at: number } | undefined;
  while (at < text.length) {
    const piece = parts[part];
    if (piece?.is === "many") {
      part += 1;
      tried = { part, at };
    } else if (piece?.is === "one" || (piece?.is === "text" && piece.text === text[at])) {
      part += 1;
      at += 1;
    } else if (tried !== undefined) {
      // One character more for the last `%`.
      tried = { part: tried.part, at: tried.at + 1 };
      ({ part, at } = tried);
    } else return false;
  }
  return parts.slice(part).every(({ is }) => is === "many");
}

const longest = 64;

/**
 * How much a pattern leaves open, for comparing: the server takes the narrowest of those that fit. First counts how long a
 * text it could stand for, then in how many places, then how late it begins to.
 */
function width(pattern: string): readonly number[] {
  const parts = pieces(pattern);
  const count = (is: Piece["is"]) => parts.filter((it) => it.is === is).length;
  const [many, one] = [count("many"), count("one")];
  const open = many === 0 ? 0 : longest - count("text") - one;
  const first = parts.findIndex(({ is }) => is !== "text");
  const prefix = Math.max(0, first);
  return open > one ? [open * 2 + 1, many, one, prefix] : [one * 2, open, many, prefix];
}

/** Sorts patterns in the order in which MariaDB 10.11 looks at them: narrowest first; older ones differ in odd cases. */
export function byWidth(a: string, b: string): number {
  const [left, right] = [width(a), width(b)];
  return left.map((it, at) => it - (right[at] ?? 0)).find((it) => it !== 0) ?? 0;
}
