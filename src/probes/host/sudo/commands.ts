import { takeMembers } from "./members.ts";
import { type Scanner, SyntaxFlaw } from "./scanner.ts";
import type { Command, CommandOptions, CommandRule, Tags } from "./sudoers.ts";

/** Signs that sudoers itself would take for its own, had they no backslash. */
const special = /\\([,:= \t#])/g;

/** A list of commands as it stands behind an alias or, without arguments, after `Defaults!`. */
export function takeCommands(line: Scanner, bare = false): readonly Command[] {
  const commands = [takeCommand(line, bare)];
  while (line.takeSign(",")) commands.push(takeCommand(line, bare));
  return commands;
}

function takeCommand(line: Scanner, bare = false): Command {
  const given = () => (bare ? {} : takeArguments(line));
  const digests: string[] = [];
  for (line.skipBlanks(); ; line.skipBlanks()) {
    const digest = line.take(/^sha(224|256|384|512)[ \t]*:[ \t]*([0-9A-Fa-f]+(?![A-Za-z0-9+/=])|[A-Za-z0-9+/]+=*)/);
    if (digest === undefined) break;
    digests.push(`sha${digest[1]}:${hexadecimal(digest[2] ?? "", Number(digest[1]) / 8)}`);
    if (!line.takeSign(",")) continue;
  }
  const negated = line.takeNegation();
  line.skipBlanks();
  const alias = line.take(/^[A-Z][A-Z0-9_]*(?=[\s,:=#]|$)/);
  if (alias !== undefined) return { negated, kind: alias[0] === "ALL" ? "all" : "alias", text: alias[0], digests };
  const word = line.take(/^(?:sudoedit|list)(?=[\s,:=#]|$)/)?.[0];
  if (word !== undefined) return { negated, kind: word === "list" ? "list" : "edit", text: word, ...given(), digests };
  const expression = line.take(/^\^(?:\\[\s\S]|[^\\\n])*?\$(?=[\s,:#]|$)/);
  if (expression !== undefined)
    return { negated, kind: "path", text: expression[0].replace(special, "$1"), ...given(), digests };
  const path = line.take(/^\/(?:\\[\s\S]|[^,:=\\ \t\n#])*/);
  if (path === undefined) throw new SyntaxFlaw(`a command is missing before "${line.rest.slice(0, 40)}"`);
  const text = path[0].replace(special, "$1");
  if (text.endsWith("/")) return { negated, kind: "path", text, digests };
  return { negated, kind: "path", text, ...given(), digests };
}

function hexadecimal(digest: string, bytes: number): string {
  return digest.length === bytes * 2 ? digest.toLowerCase() : Buffer.from(digest, "base64").toString("hex");
}

/** Arguments end where the next command, the next host or a comment begins; one space stands between them. */
function takeArguments(line: Scanner): { readonly args?: string } {
  const args: string[] = [];
  for (line.skipBlanks(); ; line.skipBlanks()) {
    const expression = args.length === 0 ? line.take(/^\^(?:\\[\s\S]|[^\\\n])*?\$(?=[ \t]*(?:[,:#\n]|$))/) : undefined;
    if (expression !== undefined) return { args: expression[0].replace(special, "$1") };
    const arg = line.take(/^(?:\\[*?[\]!^:\\,= \t#]|[^#\\:, \t\n])+/);
    if (arg === undefined) break;
    args.push(arg[0].replace(/\\([:\\,= \t#])/g, "$1"));
  }
  return args.length === 0 ? {} : { args: args.join(" ") };
}

const tagged: Readonly<Record<string, Tags>> = {
  PASSWD: { asks: true },
  NOPASSWD: { asks: false },
  SETENV: { setsEnvironment: true },
  NOSETENV: { setsEnvironment: false },
  EXEC: { executes: true },
  NOEXEC: { executes: false },
};
const tagPattern = /^((?:NO)?(?:PASSWD|SETENV|EXEC|LOG_INPUT|LOG_OUTPUT|FOLLOW|MAIL|INTERCEPT))[ \t]*:/;
const optionPattern =
  /^(CWD|CHROOT|TIMEOUT|NOTBEFORE|NOTAFTER|ROLE|TYPE|APPARMOR_PROFILE|PRIVS|LIMITPRIVS)[ \t]*=[ \t]*/;

/** The commands after `HOSTS =`; each takes over what those before it said, but for what it says itself. */
export function takeCommandRules(line: Scanner): readonly CommandRule[] {
  const rules = [takeCommandRule(line, undefined)];
  while (line.takeSign(",")) rules.push(takeCommandRule(line, rules.at(-1)));
  return rules;
}

function takeCommandRule(line: Scanner, before: CommandRule | undefined): CommandRule {
  const runAs = takeRunAs(line) ?? before?.runAs;
  const options = takeOptions(line);
  const tags = takeTags(line);
  const command = takeCommand(line);
  // To run everything implies to set everything; what was said before does not reach past it.
  const kept = command.kind === "all" ? { asks: before?.tags.asks, executes: before?.tags.executes } : before?.tags;
  return {
    ...(runAs === undefined ? {} : { runAs }),
    command,
    tags: { ...known(kept ?? {}), ...tags },
    options: { ...before?.options, ...options },
  };
}

function known(tags: { readonly [K in keyof Tags]: Tags[K] | undefined }): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([, value]) => value !== undefined));
}

function takeRunAs(line: Scanner): CommandRule["runAs"] {
  if (!line.takeSign("(")) return undefined;
  if (line.takeSign(")")) return { users: [{ negated: false, kind: "myself", text: "" }] };
  const users = line.takeSign(":") ? undefined : takeMembers(line);
  const hasGroups = users === undefined || line.takeSign(":");
  if (users === undefined && line.takeSign(")")) return { users: [{ negated: false, kind: "myself", text: "" }] };
  const groups = hasGroups ? takeMembers(line) : undefined;
  line.expectSign(")");
  return { ...(users === undefined ? {} : { users }), ...(groups === undefined ? {} : { groups }) };
}

function takeOptions(line: Scanner): CommandOptions {
  const options: Record<string, string> = {};
  for (line.skipBlanks(); ; line.skipBlanks()) {
    const name = line.take(optionPattern)?.[1];
    if (name === undefined) return options;
    const value = line.takeWord();
    if (value === undefined) throw new SyntaxFlaw(`${name} has no value`);
    options[name] = value;
  }
}

function takeTags(line: Scanner): Tags {
  let tags: Tags = {};
  for (line.skipBlanks(); ; line.skipBlanks()) {
    const name = line.take(tagPattern)?.[1];
    if (name === undefined) return tags;
    tags = { ...tags, ...tagged[name] };
  }
}
