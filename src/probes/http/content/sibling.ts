/**
 * A path of the same shape that surely does not exist: the first segment is random, its leading dot, its extension and
 * all further segments stay. A rule that refuses every dotfile refuses the sibling, too. `/` has none.
 */
export function siblingOf(path: string, salt: string): string | undefined {
  const [first = "", ...rest] = path.slice(1).split("/");
  if (first === "") return undefined;
  const dot = first.startsWith(".") ? "." : "";
  const extension = /[^.](\.[A-Za-z0-9]+)+$/.exec(first)?.[0].slice(1) ?? "";
  return `/${[`${dot}${salt}${extension}`, ...rest].join("/")}`;
}
