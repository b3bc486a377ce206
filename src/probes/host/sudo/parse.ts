import { takeCommandRules, takeCommands } from "./commands.ts";
import { takeDefaults } from "./defaults.ts";
import { type Include, includedFiles, includeOf, type SudoersFiles } from "./includes.ts";
import { logicalLines } from "./lines.ts";
import { takeMembers } from "./members.ts";
import { Scanner, SyntaxFlaw } from "./scanner.ts";
import type { Command, Defaults, Member, Place, Rule, Sudoers } from "./sudoers.ts";

interface Draft {
  readonly user: Map<string, readonly Member[]>;
  readonly runAs: Map<string, readonly Member[]>;
  readonly host: Map<string, readonly Member[]>;
  readonly command: Map<string, readonly Command[]>;
  readonly rules: Rule[];
  readonly defaults: Defaults[];
  readonly flaws: { place: Place; reason: string }[];
}

const deepest = 128;

/** Reads a sudoers file with all that it includes, as sudo 1.9 does (sudoers(5)); a line that is none is a flaw, and left out. */
export function parseSudoersFiles(main: string, files: SudoersFiles): Sudoers {
  const draft: Draft = {
    ...{ user: new Map(), runAs: new Map(), host: new Map(), command: new Map() },
    ...{ rules: [], defaults: [], flaws: [] },
  };
  readFile(main, files, draft, 0);
  const { user, runAs, host, command, ...rest } = draft;
  return { aliases: { user, runAs, host, command }, ...rest };
}

function readFile(file: string, files: SudoersFiles, draft: Draft, depth: number): void {
  const found = files.files.get(file);
  if (found === undefined) return;
  if (found.refused !== undefined) {
    draft.flaws.push({ place: { file, line: 1 }, reason: found.refused });
    return;
  }
  for (const { number, text } of logicalLines(found.text)) {
    const place = { file, line: number };
    const include = includeOf(text);
    if (include !== undefined) readIncluded(include, place, files, draft, depth);
    else readLine(text, place, draft);
  }
}

function readIncluded(include: Include, place: Place, files: SudoersFiles, draft: Draft, depth: number): void {
  if (depth >= deepest) {
    draft.flaws.push({ place, reason: "files include each other without an end" });
    return;
  }
  for (const file of includedFiles(include, place.file, files)) readFile(file, files, draft, depth + 1);
}

function readLine(text: string, place: Place, draft: Draft): void {
  const line = new Scanner(text);
  try {
    if (line.atEnd()) return;
    const alias = line.take(/^(User|Runas|Host|Cmnd|Cmd)_Alias(?=[ \t\n])/)?.[1];
    if (alias !== undefined) readAliases(alias, line, draft);
    else if (line.take(/^Defaults(?=[@:>!\s])/) !== undefined) {
      const defaults = takeDefaults(line);
      line.expectEnd();
      draft.defaults.push({ place, ...defaults });
    } else draft.rules.push(readRule(line, place));
  } catch (error) {
    if (!(error instanceof SyntaxFlaw)) throw error;
    draft.flaws.push({ place, reason: error.message });
  }
}

/** `NAME = LIST : NAME = LIST`; of two of one name the first counts. */
function readAliases(kind: string, line: Scanner, draft: Draft): void {
  do {
    line.skipBlanks();
    const name = line.take(/^[A-Z][A-Z0-9_]*(?=[\s=])/)?.[0];
    if (name === undefined || name === "ALL")
      throw new SyntaxFlaw(`the name of an alias is missing before "${line.rest.slice(0, 40)}"`);
    line.expectSign("=");
    if (kind === "Cmnd" || kind === "Cmd") addOnce(draft.command, name, takeCommands(line));
    else addOnce(draft[kind === "User" ? "user" : kind === "Runas" ? "runAs" : "host"], name, takeMembers(line));
  } while (line.takeSign(":"));
  line.expectEnd();
}

function addOnce<T>(aliases: Map<string, T>, name: string, members: T): void {
  if (aliases.has(name)) throw new SyntaxFlaw(`the alias ${name} is there already`);
  aliases.set(name, members);
}

function readRule(line: Scanner, place: Place): Rule {
  const users = takeMembers(line);
  const grants: Rule["grants"][number][] = [];
  do {
    const hosts = takeMembers(line);
    line.expectSign("=");
    grants.push({ hosts, commands: takeCommandRules(line) });
  } while (line.takeSign(":"));
  line.expectEnd();
  return { place, users, grants };
}
