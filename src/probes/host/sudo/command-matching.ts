import { extendedExpression, globExpression, isPattern } from "./glob.ts";
import { lastMatch, type Match } from "./matching.ts";
import type { SudoRequest } from "./request.ts";
import type { Command, Sudoers } from "./sudoers.ts";

/** Whether a list of commands lets the one that is asked for run, or rules it out. */
export function matchCommands(
  commands: readonly Command[],
  sudoers: Sudoers,
  request: SudoRequest,
  above: readonly string[] = [],
): Match {
  return lastMatch(commands, (command) => {
    if (command.kind === "alias") {
      const named = sudoers.aliases.command.get(command.text);
      if (named === undefined || above.includes(command.text)) return undefined;
      const inner = matchCommands(named, sudoers, request, [...above, command.text]);
      return inner === undefined ? undefined : inner !== command.negated;
    }
    return isCommand(command, request) ? !command.negated : undefined;
  });
}

function isCommand(command: Command, request: SudoRequest): boolean {
  const { path, args } = request.command;
  const edits = path === "sudoedit";
  if (command.kind === "all") return hasDigest(command, request);
  if (command.kind === "list") return false;
  if (command.kind === "edit") return edits && areArguments(command.args, args, true);
  if (edits) return false;
  return (
    isPath(command.text, path, request.host.merged) &&
    areArguments(command.args, args, false) &&
    hasDigest(command, request)
  );
}

function hasDigest({ digests }: Command, { command, digestsOf }: SudoRequest): boolean {
  if (digests.length === 0) return true;
  const known = digestsOf?.(command.path);
  return known === undefined || digests.some((it) => known.includes(it));
}

/** /bin/ls and /usr/bin/ls are one file where the folders are one. */
function plainPath(path: string, merged: boolean): string {
  return merged ? path.replace(/^\/(bin|sbin)\//, "/usr/$1/") : path;
}

function isPath(written: string, path: string, merged: boolean): boolean {
  if (written.startsWith("^")) return extendedExpression(written)?.test(path) ?? true;
  const [wanted, asked] = [plainPath(written, merged), plainPath(path, merged)];
  if (wanted.endsWith("/")) return asked.slice(0, asked.lastIndexOf("/") + 1) === wanted;
  if (isPattern(wanted)) return globExpression(wanted, { path: true }).test(asked);
  return wanted === asked;
}

/** Without arguments in the rule any will do; `""` stands for none at all. */
function areArguments(written: string | undefined, asked: string | undefined, edits: boolean): boolean {
  if (written === undefined) return true;
  if (written === '""') return asked === undefined;
  if (written.startsWith("^")) return extendedExpression(written)?.test(asked ?? "") ?? true;
  if (edits) return (asked ?? "").split(" ").every((file) => isFile(written, file));
  return globExpression(written).test(asked ?? "");
}

function isFile(written: string, file: string): boolean {
  return written.split(" ").some((pattern) => globExpression(pattern, { path: true }).test(file));
}
