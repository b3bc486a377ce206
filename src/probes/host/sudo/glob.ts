const classes: Readonly<Record<string, string>> = {
  alnum: "A-Za-z0-9",
  alpha: "A-Za-z",
  blank: " \\t",
  cntrl: "\\x00-\\x1f\\x7f",
  digit: "0-9",
  graph: "!-~",
  lower: "a-z",
  print: " -~",
  punct: "!-\\/:-@\\[-`{-~",
  space: "\\s",
  upper: "A-Z",
  xdigit: "0-9A-Fa-f",
};

interface GlobOptions {
  /** Whether `*`, `?` and `[…]` stop at a slash and at a leading dot, as when files are named. */
  readonly path?: boolean;
  readonly ignoreCase?: boolean;
}

/** A shell pattern (glob(7), fnmatch(3)) as an expression for the whole text. */
export function globExpression(pattern: string, { path = false, ignoreCase = false }: GlobOptions = {}): RegExp {
  const any = path ? "[^/]" : "[^]";
  let source = "";
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at);
    const bracket = /^\[([!^]?)(\]?(?:\[:[a-z]+:\]|\\[\s\S]|[^\]\\])*)\]/.exec(rest);
    const sign = pattern[at] ?? "";
    const visible = path && (at === 0 || pattern[at - 1] === "/") ? "(?!\\.)" : "";
    if (sign === "*") source += `${visible}${any}*`;
    else if (sign === "?") source += `${visible}${any}`;
    else if (bracket !== null)
      source += `${visible}${path ? "(?!/)" : ""}${bracketClass(bracket[1] !== "", bracket[2] ?? "")}`;
    else if (sign === "\\" && rest.length > 1) source += literal(rest[1] ?? "");
    else source += literal(sign);
    at += bracket !== null && sign === "[" ? bracket[0].length : sign === "\\" && rest.length > 1 ? 2 : 1;
  }
  return new RegExp(`^${source}$`, ignoreCase ? "i" : "");
}

function literal(sign: string): string {
  return sign.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}

function bracketClass(negated: boolean, inside: string): string {
  const body = inside.replace(
    /\[:([a-z]+):\]|\\([\s\S])|([\s\S])/g,
    (_, name?: string, escaped?: string, sign?: string) => {
      if (name !== undefined) return classes[name] ?? "";
      if (escaped !== undefined) return `\\${escaped}`.replace(/^\\([A-Za-z0-9])$/, "$1");
      return sign === "-" ? "-" : literal(sign ?? "");
    },
  );
  try {
    return new RegExp(`[${negated ? "^" : ""}${body}]`).source;
  } catch {
    // A range from high to low holds nothing.
    return negated ? "[^]" : "[]";
  }
}

/** Whether sudo takes a text for a pattern. */
export function isPattern(text: string): boolean {
  return /[\\?*[\]]/.test(text);
}

/** A POSIX extended expression as sudo takes it; undefined where it can't be read here. */
export function extendedExpression(source: string): RegExp | undefined {
  const flags = source.startsWith("^(?i)") ? "i" : "";
  try {
    return new RegExp(
      source.replace(/^\^\(\?i\)/, "^").replace(/\[:([a-z]+):\]/g, (_, name) => classes[name] ?? ""),
      flags,
    );
  } catch {
    return undefined;
  }
}
