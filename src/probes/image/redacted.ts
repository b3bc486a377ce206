import { secretsOfArguments, secretsOfHeaders, secretsOfText } from "../host/secret-patterns.ts";

const hidden = "…";
/** A line of a history may be as long as its writer likes. */
const mostRead = 64 * 1024;
const mostShown = 4096;

/** Words of a command line; quotes group. */
function words(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/g) ?? []).map((it) => it.replace(/["']/g, ""));
}

function without(text: string, values: readonly string[]): string {
  const longestFirst = [...new Set(values)].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, value) => (value === "" ? rest : rest.replaceAll(value, hidden)), text);
}

/** Arguments with whatever looks like a secret replaced by `…`. */
export function redactedArguments(args: readonly string[]): string[] {
  const found = [...secretsOfArguments(args), ...args.flatMap((it) => secretsOf(it))];
  return args.map((it) => without(it.slice(0, mostRead), [...found.map(({ value }) => value)]).slice(0, mostShown));
}

function secretsOf(text: string) {
  // An instruction before the assignment, such as ENV, or the build arguments that a builder puts before a command.
  const assignments = text.replace(/^.*?#\(nop\)\s*/s, "").replace(/^\s*(?:ENV|ARG|LABEL)\s+/i, "");
  return [
    ...secretsOfArguments(words(text)),
    ...secretsOfText(text),
    ...secretsOfText(assignments),
    ...secretsOfHeaders(text),
  ];
}

/** A text, such as an instruction of a history, with whatever looks like a secret replaced by `…`. */
export function redactedText(text: string): string {
  const read = text.slice(0, mostRead);
  return without(
    read,
    secretsOf(read).map(({ value }) => value),
  ).slice(0, mostShown);
}
