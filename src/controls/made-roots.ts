import { type Command, type Instruction, programOf, runsOf } from "./build-stages.ts";

/** Options of useradd and its like that take a value of their own, besides the one for the user id. */
const valued =
  /^-(?:[bcdefgGkKpsShZmu]|-(?:base-dir|comment|home-dir|home|gid|groups|ingroup|shell|gecos|password|skel))$/;
const isZero = (id: string | undefined) => /^\+?0+$/.test(id ?? "");

/** Accounts that the build makes with root's user id, with the line that does it. */
export function madeRoots(instructions: readonly Instruction[]): ReadonlyMap<string, number> {
  const made = new Map<string, number>();
  for (const { commands } of runsOf(instructions))
    for (const command of commands) for (const name of rootsOf(command)) made.set(name, command.line);
  return made;
}

function rootsOf(command: Command): readonly string[] {
  const words = command.words.slice(1);
  switch (programOf(command)) {
    case "useradd":
    case "adduser":
    case "usermod":
      return isZero(userIdOf(words)) ? operandsOf(words).slice(-1) : [];
    case "echo":
    case "printf":
      // A line for /etc/passwd: name, password, user id.
      return words.flatMap((it) =>
        [...it.matchAll(/(?:^|\n|\\n)([\w.-]{1,32}):[^:\n]{0,200}:0+:/g)].map(([, name]) => name ?? ""),
      );
    default:
      return [];
  }
}

function userIdOf(words: readonly string[]): string | undefined {
  for (const [i, word] of words.entries()) {
    const joined = /^(?:--uid=|-[a-tv-zA-Z]{0,10}u)(\+?\d+)$/.exec(word)?.[1];
    if (joined !== undefined) return joined;
    if (word === "--uid" || /^-[a-zA-Z]{0,10}u$/.test(word)) return words[i + 1];
  }
  return undefined;
}

function operandsOf(words: readonly string[]): readonly string[] {
  return words.filter((it, i) => !it.startsWith("-") && !takesValue(words[i - 1]));
}

const takesValue = (option: string | undefined): boolean =>
  option !== undefined && (valued.test(option) || option === "--uid" || /^-[a-zA-Z]{1,10}u$/.test(option));
