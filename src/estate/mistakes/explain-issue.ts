import type { z } from "zod";
import { keySpanAt, type Path, type Placed, pathText, plain, spanAt, valueAt } from "../reading/placed.ts";
import type { Flaw } from "../reading/source.ts";
import { isConcealed } from "../rules/secret-fields.ts";
import { expectation, fittingBranches } from "./expectation.ts";
import { nearest } from "./nearest.ts";
import { acceptsAt, keysAt } from "./schema-at.ts";

type Issue = z.core.$ZodIssue;

/** What the schema finds wrong, in sentences for people, each at its place. */
export function explainIssues(root: Placed, issues: readonly Issue[]): readonly Flaw[] {
  const unknownKeys = issues.flatMap((it) => (it.code === "unrecognized_keys" ? unknown(root, it) : []));
  const meant = new Set(unknownKeys.map((it) => pathText(it.meant)));
  const others = issues
    .filter((it) => it.code !== "unrecognized_keys")
    // A misspelt key that is told already is not missing besides.
    .filter((it) => valueAt(root, it.path) !== undefined || !meant.has(pathText(it.path)))
    .map((it) => explain(root, it, it.path));
  return [...unknownKeys.map((it) => it.flaw), ...others];
}

function unknown(root: Placed, issue: Issue & { code: "unrecognized_keys" }): { flaw: Flaw; meant: Path }[] {
  const known = keysAt(issue.path);
  return issue.keys.map((key) => {
    const suggestion = nearest(key, known);
    const where = issue.path.length === 0 ? "an estate" : `\`${pathText(issue.path)}\``;
    const list = suggestion === undefined ? `; it can have ${known.join(", ")}` : "";
    return {
      flaw: {
        span: keySpanAt(root, [...issue.path, key]) ?? spanAt(root, issue.path),
        message: `${where} can't have the key \`${shorten(key)}\`${list}`,
        suggestion,
      },
      meant: [...issue.path, suggestion ?? key],
    };
  });
}

function explain(root: Placed, issue: Issue, path: Path): Flaw {
  const value = valueAt(root, path);
  const span = spanAt(root, path);
  const name = path.length === 0 ? "the estate" : `\`${pathText(path)}\``;
  if (issue.code === "invalid_key") {
    const expected = issue.issues.map((it) => expectation(it)).join(" or ");
    return { span: keySpanAt(root, path) ?? span, message: `${quote(String(path.at(-1)))} must be ${expected}` };
  }
  if (issue.code === "custom") return { span, message: `${name}: ${issue.message}` };
  if (value === undefined) return missing(path, span, expectation(issue));
  const found = plain(value);
  const branches = issue.code === "invalid_union" ? fittingBranches(issue, found) : [issue];
  const inner = branches[0];
  if (inner && inner !== issue && inner.path.length > 0) return explain(root, inner, [...path, ...inner.path]);
  const expected = [...new Set(branches.map((it) => expectation(it)))].join(" or ");
  const values = branches.flatMap((it) => (it.code === "invalid_value" ? it.values.map(String) : []));
  const concealed = isConcealed(path, found);
  return {
    span,
    message: `${name} must be ${expected}, found ${concealed ? "something else" : describe(found)}`,
    suggestion: concealed ? undefined : suggest(path, found, values),
  };
}

function missing(path: Path, span: Flaw["span"], expected: string): Flaw {
  const parent = path.length > 1 ? `\`${pathText(path.slice(0, -1))}\`` : "the estate";
  return { span, message: `${parent} lacks the key \`${String(path.at(-1))}\`: ${expected}` };
}

function suggest(path: Path, found: unknown, values: readonly string[]): string | undefined {
  if (typeof found === "string") {
    const unquoted = found === "" ? Number.NaN : Number(found);
    return acceptsAt(path, unquoted) ? found : nearest(found, values);
  }
  const scalar = typeof found === "number" || typeof found === "boolean";
  return scalar && acceptsAt(path, String(found)) ? `"${found}"` : undefined;
}

/** A value as it is told in a message. */
function describe(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "string") return value === "" ? "empty text" : quote(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "boolean" ? `\`${value}\`` : `the number ${String(value)}`;
}

function quote(text: string): string {
  return `\`${shorten(text)}\``;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
