import type { RootWay } from "../privileges-facts.ts";
import { type Decision, decide } from "../sudo/decide.ts";
import { matchHost, matchRunAs, matchUser } from "../sudo/matching.ts";
import type { SudoAccount, SudoGroup, SudoHost, SudoRequest } from "../sudo/request.ts";
import { settingsFor } from "../sudo/settings.ts";
import type { Command, CommandRule, Place, Sudoers } from "../sudo/sudoers.ts";
import { commandPower, isRootFile, type Power } from "./command-power.ts";
import type { PathModes } from "./path-modes.ts";
import type { People } from "./people.ts";

export interface SudoWorld {
  readonly sudoers: Sudoers;
  readonly host: SudoHost;
  readonly people: People;
  readonly paths: PathModes;
  readonly now: Date;
}

/** What an account may do by sudo: as another account, or with another group. */
export interface SudoGrant {
  readonly level: Power["level"];
  readonly way: RootWay;
}

/** A program that lies nowhere: who may run even that may run everything, however a shell is called. */
const anyProgram = "/usr/local/libexec/any-program";
/** Tried where a rule names a pattern or a folder of programs. */
const shells = [
  "bash",
  "sh",
  "dash",
  "python3",
  "perl",
  "vim",
  "vi",
  "find",
  "env",
  "less",
  "cp",
  "tee",
  "systemctl",
  "apt-get",
  "mount",
];

/** What sudo lets an account do as another one; each rule tells by itself, but no later one may take it back. */
export function sudoGrants(
  world: SudoWorld,
  user: SudoAccount,
  runAs: SudoAccount,
  runGroup?: SudoGroup,
): readonly SudoGrant[] {
  const { sudoers, host, now } = world;
  const asked = { user, runAs, ...(runGroup === undefined ? {} : { runGroup }), host, now };
  const settings = settingsFor(sudoers, { ...asked, command: { path: anyProgram } });
  const usual = settings.get("runas_default");
  return sudoers.rules.flatMap(({ place, users, grants }) => {
    if (matchUser(users, sudoers, user) !== true) return [];
    return grants.flatMap(({ hosts, commands }) => {
      if (matchHost(hosts, sudoers, host) !== true) return [];
      return commands.flatMap((rule) => {
        const request = { ...asked, command: { path: anyProgram } };
        if (matchRunAs(rule.runAs, sudoers, request, typeof usual === "string" ? usual : "root") !== true) return [];
        return leaves(rule.command, sudoers).flatMap((command) => grantOf(command, rule, place, asked, world));
      });
    });
  });
}

/** The commands that a rule allows, its aliases resolved; what it rules out takes part when it is decided. */
function leaves(command: Command, sudoers: Sudoers, above: readonly string[] = []): readonly Command[] {
  if (command.kind !== "alias") return command.negated ? [] : [command];
  if (command.negated || above.includes(command.text)) return [];
  const named = sudoers.aliases.command.get(command.text) ?? [];
  return named.flatMap((it) => leaves(it, sudoers, [...above, command.text]));
}

type Asked = Omit<SudoRequest, "command">;

function grantOf(
  command: Command,
  rule: CommandRule,
  place: Place,
  asked: Asked,
  world: SudoWorld,
): readonly SudoGrant[] {
  const found = powerOf(command, rule, asked, world);
  if (found === undefined) return [];
  const { power, decision } = found;
  const shown =
    command.kind === "all" ? "ALL" : [command.text, ...(command.args === undefined ? [] : [command.args])].join(" ");
  const as = asked.runGroup === undefined ? asked.runAs.name : `with the group ${asked.runGroup.name}`;
  const whose = {
    none: "without a password",
    own: "with its own password",
    root: "with root's password",
    target: "with the other's password",
  };
  return [
    {
      // Who knows root's password needs no rule.
      level:
        decision.password === "root" || (decision.password === "target" && asked.runAs.userId === 0)
          ? "limited"
          : power.level,
      way: {
        by: "sudo",
        path: [`sudo ${as}, ${whose[decision.password]}: ${shown} (${place.file}:${place.line})`, power.because],
        withoutPassword: decision.password === "none",
        granted: true,
      },
    },
  ];
}

function powerOf(command: Command, rule: CommandRule, asked: Asked, world: SudoWorld) {
  const decided = (path: string, args?: string): Decision =>
    decide(world.sudoers, { ...asked, command: { path, ...(args === undefined ? {} : { args }) } });
  if (command.kind === "all") {
    const decision = decided(anyProgram);
    return decision.allowed
      ? { decision, power: { level: "root", because: "it may run every program" } as Power }
      : undefined;
  }
  const args = command.args === undefined || command.args === '""' ? undefined : sample(command.args);
  if (command.kind === "edit") {
    const decision = decided("sudoedit", args ?? "/etc/passwd");
    return decision.allowed ? { decision, power: editPower(command.args) } : undefined;
  }
  if (command.kind !== "path") return undefined;
  for (const path of candidates(command.text)) {
    const decision = decided(path, args);
    if (!decision.allowed) continue;
    const own =
      openPower(path, rule, decision, world, asked.user) ??
      commandPower(path, command.args, decision.by?.rule.tags.executes !== false);
    return { decision, power: own };
  }
  return undefined;
}

/** Paths that stand for a pattern or a folder: those of shells and the like first. */
function candidates(text: string): readonly string[] {
  if (text.startsWith("^"))
    return [
      ...["/bin", "/usr/bin"].flatMap((it) => shells.map((name) => `${it}/${name}`)),
      sample(text.replace(/^\^|\$$/g, "")),
    ];
  if (text.endsWith("/")) return [...shells.map((name) => `${text}${name}`)];
  if (!/[*?[]/.test(text)) return [text.replace(/\\([\s\S])/g, "$1")];
  const folders = [text.slice(0, text.lastIndexOf("/")), "/bin", "/usr/bin", "/sbin", "/usr/sbin"].filter(
    (it) => !/[*?[]/.test(it),
  );
  return [...folders.flatMap((it) => shells.map((name) => `${it}/${name}`)), sample(text)];
}

/** A text that a pattern stands for. */
function sample(pattern: string): string {
  return pattern
    .replace(/^\^|\$$/g, "")
    .replace(/(?<!\\)\[([^!^\]])[^\]]*\]/g, "$1")
    .replace(/(?<!\\)\[[^\]]*\]/g, "_")
    .replace(/(?<!\\)(?:\.\*|[*?])/g, "x")
    .replace(/\\([\s\S])/g, "$1");
}

function editPower(args: string | undefined): Power {
  if (args === undefined) return { level: "root", because: "sudoedit changes any file" };
  if (/(?<!\\)[*?[]/.test(args))
    return { level: "root", because: `sudoedit ${args}: the pattern stands for further files` };
  const file = args.split(" ").find(isRootFile);
  if (file !== undefined) return { level: "root", because: `sudoedit: whoever may change ${file} is root` };
  return { level: "unknown", because: `sudoedit ${args}: what the file makes root do is not known here` };
}

/** What a command opens besides what its program is: variables of one's own, a file that one may change. */
function openPower(
  path: string,
  rule: CommandRule,
  { settings }: Decision,
  { paths, people }: SudoWorld,
  user: SudoAccount,
): Power | undefined {
  const kept = settings.get("env_keep");
  const variables =
    /\b(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|BASH_ENV|PERL5LIB|PERL5OPT|PYTHONPATH|RUBYLIB|RUBYOPT|NODE_OPTIONS)\b/;
  if (rule.tags.setsEnvironment ?? settings.get("setenv") === true)
    return { level: "root", because: "it may set every variable (SETENV), such as the one that loads a library first" };
  if (typeof kept === "string" && variables.test(kept))
    return {
      level: "root",
      because: `sudo keeps ${variables.exec(kept)?.[0]} of the caller, which loads code into the program`,
    };
  const open = paths.writers(path).find(({ who }) => who === "everybody" || people.accountsOf(who).includes(user.name));
  if (open === undefined) return undefined;
  return {
    level: "root",
    because: `${open.path} (${open.mode}) is ${people.nameOf(open.who)}'s to change, and so is what is run`,
  };
}
