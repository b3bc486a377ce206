import { matchCommands } from "./command-matching.ts";
import { matchHost, matchUser } from "./matching.ts";
import type { SudoRequest } from "./request.ts";
import type { Defaults, Setting, Sudoers } from "./sudoers.ts";

/** Settings in effect, by name: `true`, `false`, or their value. */
export type Settings = ReadonlyMap<string, string | boolean>;

/** Those about the run-as user come after all of them, and those about the command last (sudoers(5)). */
const passes: readonly (readonly Defaults["scope"][])[] = [["everywhere", "host", "user"], ["run-as"], ["command"]];

/** What Defaults say for a request. */
export function settingsFor(sudoers: Sudoers, request: SudoRequest): Settings {
  const settings = new Map<string, string | boolean>();
  for (const scopes of passes)
    for (const line of sudoers.defaults)
      if (scopes.includes(line.scope) && isAbout(line, sudoers, request))
        for (const setting of line.settings) apply(setting, settings);
  return settings;
}

function isAbout({ scope, members, commands }: Defaults, sudoers: Sudoers, request: SudoRequest): boolean {
  if (scope === "host") return matchHost(members, sudoers, request.host) === true;
  if (scope === "user") return matchUser(members, sudoers, request.user) === true;
  if (scope === "run-as") {
    const asUsers = { ...sudoers, aliases: { ...sudoers.aliases, user: sudoers.aliases.runAs } };
    return matchUser(members, asUsers, request.runAs) === true;
  }
  if (scope === "command") return matchCommands(commands, sudoers, request) === true;
  return true;
}

function apply({ name, operator, value }: Setting, settings: Map<string, string | boolean>): void {
  if (operator === "on" || operator === "off") settings.set(name, operator === "on");
  else if (operator === "=") settings.set(name, value);
  else {
    const before = settings.get(name);
    const words = wordsOf(typeof before === "string" ? before : "");
    const changed =
      operator === "+=" ? [...words, ...wordsOf(value)] : words.filter((it) => !wordsOf(value).includes(it));
    settings.set(name, changed.join(" "));
  }
}

export function wordsOf(value: string): readonly string[] {
  return value.split(/\s+/).filter((it) => it !== "");
}
