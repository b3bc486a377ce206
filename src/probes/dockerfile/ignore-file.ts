/** Tells whether `.dockerignore` keeps a path (relative, with `/`) out of the build. */
export type Ignored = (path: string) => boolean;

const mostPatterns = 500;

/** Reads a `.dockerignore`: later patterns win, `!` takes back, `**` is any depth, a folder takes all that is in it. */
export function readIgnoreFile(text: string): Ignored {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .slice(0, mostPatterns)
    .map((line) => {
      const kept = line.startsWith("!");
      const pattern = (kept ? line.slice(1) : line).trim().replace(/^\/+|\/+$/g, "");
      return { kept, parts: pattern.split("/").filter((it) => it !== "" && it !== ".") };
    });
  return (path) => {
    const parts = path.split("/");
    return rules.reduce(
      (ignored, rule) => (ignored === rule.kept && matches(rule.parts, parts) ? !rule.kept : ignored),
      false,
    );
  };
}

/** Whether a pattern is the path or one of the folders above it. */
function matches(pattern: readonly string[], path: readonly string[]): boolean {
  // Positions in the pattern that the parts so far can have led to: no backtracking, whatever the pattern.
  let open = closure(new Set([0]), pattern);
  for (const part of path) {
    const next = new Set<number>();
    for (const at of open) {
      if (pattern[at] === "**") next.add(at);
      else if (pattern[at] !== undefined && matchesPart(pattern[at], part)) next.add(at + 1);
    }
    open = closure(next, pattern);
    if (open.has(pattern.length)) return true;
    if (open.size === 0) return false;
  }
  return false;
}

function closure(open: Set<number>, pattern: readonly string[]): Set<number> {
  for (const at of open) if (pattern[at] === "**") open.add(at + 1);
  return open;
}

/** `*` and `?` inside one part; brackets are taken as they stand. */
function matchesPart(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let mark = 0;
  let i = 0;
  while (i < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = i;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[i])) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      at = star + 1;
      i = ++mark;
    } else return false;
  }
  while (pattern[at] === "*") at += 1;
  return at === pattern.length;
}
