/**
 * A path of the same shape that surely does not exist: the first segment is random, its leading dot, its extension and
 * all further segments stay. A rule that refuses every dotfile refuses the sibling, too. `/` has none.
 */
export function siblingOf(path: string, salt: string): string | undefined {
  const [first = "", ...rest] = path.slice(1).split("/");
  if (first === "") return undefined;
  return `/${[shaped(first, salt), ...rest].join("/")}`;
}

/** The same in the same folder: the last segment is random. `undefined` for a folder, and where it is `siblingOf`. */
export function neighbourOf(path: string, salt: string): string | undefined {
  const segments = path.split("/");
  const last = segments.at(-1) ?? "";
  if (last === "" || segments.length < 3) return undefined;
  return [...segments.slice(0, -1), shaped(last, salt)].join("/");
}

/** A random name with the leading dot, the endings and the query of another. */
function shaped(name: string, salt: string): string {
  const dot = name.startsWith(".") ? "." : "";
  const ending = /[^.](\.[A-Za-z0-9]+)*~?(\?.*)?$/.exec(name)?.[0].slice(1) ?? "";
  return `${dot}${salt}${ending}`;
}
