import { takeCommands } from "./commands.ts";
import { takeMembers } from "./members.ts";
import { type Scanner, SyntaxFlaw } from "./scanner.ts";
import type { Defaults, Setting } from "./sudoers.ts";

const scopes = { "@": "host", ":": "user", ">": "run-as", "!": "command" } as const;

/** What stands behind the word `Defaults`: whom it is about, and its settings. */
export function takeDefaults(line: Scanner): Omit<Defaults, "place"> {
  const sign = line.take(/^[@:>!]/)?.[0] as keyof typeof scopes | undefined;
  const scope = sign === undefined ? "everywhere" : scopes[sign];
  const commands = sign === "!" ? takeCommands(line, true) : [];
  const members = sign === undefined || sign === "!" ? [] : takeMembers(line);
  const settings = [takeSetting(line)];
  while (line.takeSign(",")) settings.push(takeSetting(line));
  return { scope, members, commands, settings };
}

function takeSetting(line: Scanner): Setting {
  const negated = line.takeNegation();
  line.skipBlanks();
  const name = line.take(/^[a-z_]+/)?.[0];
  if (name === undefined) throw new SyntaxFlaw(`a setting is missing before "${line.rest.slice(0, 40)}"`);
  line.skipBlanks();
  const operator = line.take(/^[+-]?=/)?.[0] as "=" | "+=" | "-=" | undefined;
  if (operator === undefined) return { name, operator: negated ? "off" : "on", value: "" };
  if (negated) throw new SyntaxFlaw(`${name} is switched off and set at once`);
  line.skipBlanks();
  return { name, operator, value: takeValue(line) };
}

function takeValue(line: Scanner): string {
  if (line.rest.startsWith('"')) {
    const quoted = line.takeWord();
    if (quoted !== undefined) return quoted;
  }
  const bare = line.take(/^(?:\\[^\r\n]|[^#!=, \t\r\n\\"])(?:\\[^\r\n]|[^#=, \t\r\n\\"])*/)?.[0];
  if (bare === undefined) throw new SyntaxFlaw(`a value is missing before "${line.rest.slice(0, 40)}"`);
  return bare.replace(/\\([\s\S])/g, "$1");
}
