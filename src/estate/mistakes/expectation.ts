import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const types: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  record: "a map of names",
};
const formats: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  ipv4: "an IP address",
  ipv6: "an IP address",
  cidrv4: "an address range such as 10.1.0.0/16",
  cidrv6: "an address range such as 10.1.0.0/16",
};

/** What an issue of the schema wanted, as it follows "must be". */
export function expectation(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return types[issue.expected] ?? issue.expected;
    case "invalid_value":
      return oneOf(issue.values.map(String));
    case "invalid_format":
      return format(issue);
    case "too_small":
      return size("least", issue.origin, Number(issue.minimum), issue.inclusive !== false);
    case "too_big":
      return size("most", issue.origin, Number(issue.maximum), issue.inclusive !== false);
    case "invalid_union":
      return [...new Set(issue.errors.flat().map(expectation))].join(" or ");
    default:
      return issue.message;
  }
}

function format(issue: Issue & { code: "invalid_format" }): string {
  if (issue.format === "url") {
    if (issue.pattern?.includes("tls")) return "a URL that starts with https://, or tls:// where no HTTP is spoken";
    return `a URL that starts with ${issue.pattern === "^http$" ? "http" : "https"}://`;
  }
  if (issue.format === "starts_with") return `text that starts with ${(issue as { prefix?: string }).prefix ?? ""}`;
  return formats[issue.format] ?? issue.message;
}

function size(bound: "least" | "most", origin: string, limit: number, inclusive: boolean): string {
  const count = (one: string, many: string): string => `at ${bound} ${limit} ${limit === 1 ? one : many}`;
  if (origin === "string") return `text of ${count("character", "characters")}`;
  if (origin === "array") return `a list of ${count("entry", "entries")}`;
  if (inclusive) return `at ${bound} ${limit}`;
  return bound === "least" ? `more than ${limit}` : `less than ${limit}`;
}

function oneOf(values: readonly string[]): string {
  return values.length < 2 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}

/** Of the branches of a union, the issues of those that come nearest to what was found: the right type, and right the deepest. */
export function fittingBranches(union: Issue & { code: "invalid_union" }, found: unknown): readonly Issue[] {
  const branches = union.errors.flatMap((issues) => {
    const first = issues[0];
    return first === undefined ? [] : [{ first, fit: fitness(first, found) }];
  });
  const best = Math.max(...branches.map((it) => it.fit));
  const fitting = branches.filter((it) => it.fit === best).map((it) => it.first);
  return fitting.length > 0 ? fitting : [union];
}

function fitness(issue: Issue, found: unknown): number {
  if (issue.path.length > 0) return 2 + issue.path.length;
  if (issue.code === "invalid_type") return 0;
  if (issue.code === "invalid_value") return issue.values.some((it) => typeof it === typeof found) ? 2 : 0;
  return 2;
}
