import { type Build, type Command, neededInstructions, programOf, runsOf } from "./build-stages.ts";

/** Something that a build fetches over the network. */
export interface Download {
  readonly line: number;
  /** As far as it can be told; with a variable in it where it can't. */
  readonly url: string;
  /** How it is run at once, such as `sh`; nothing where it is only kept. */
  readonly runBy?: string;
  /** Whether a checksum or signature of what comes is looked at. */
  readonly verified: boolean;
}

const interpreters = /^(?:(?:ba|da|a|z|k)?sh|python[\d.]*|perl|ruby|node|php)$/;
const checks = /^(?:sha(?:1|224|256|384|512)sum|b2sum|shasum|cosign|minisign|gpgv?|rpmkeys|sq|slsa-verifier)\d?$/;
const local = /^(?:https?:\/\/)?(?:localhost|127\.|0\.0\.0\.0|\[?::1)/;

/** What a build fetches with curl, wget and ADD. */
export function downloads(build: Build): readonly Download[] {
  const instructions = neededInstructions(build);
  const added = instructions.flatMap((it) =>
    it.kind === "add"
      ? it.fetches.map(({ url, checksum }) => ({ line: it.line, url, verified: checksum !== undefined }))
      : [],
  );
  const fetched = runsOf(instructions).flatMap(({ commands }) => {
    const verified = commands.some(isCheck);
    return commands.flatMap((it) =>
      urlsOf(it).map((url) => {
        const runBy = runnerOf(it, commands);
        // What an interpreter reads from a pipe was run before anything could be checked.
        return {
          line: it.line,
          url,
          verified: verified && runBy?.piped !== true,
          ...(runBy && { runBy: runBy.program }),
        };
      }),
    );
  });
  return [...added, ...fetched];
}

function isCheck(command: Command): boolean {
  if (!checks.test(programOf(command))) return false;
  const gpg = /^gpg/.test(programOf(command));
  return gpg
    ? command.words.some((it) => /^--(?:verify|decrypt)$/.test(it)) || programOf(command) === "gpgv"
    : /^(?:-c|--check|verify.*|-V.*|--status)$/.test(
        command.words.slice(1).find((it) => /^(?:-c|--check|verify|-V)/.test(it)) ?? "",
      );
}

function urlsOf(command: Command): readonly string[] {
  const program = programOf(command);
  if (program !== "curl" && program !== "wget") return [];
  const words = command.words.slice(1);
  const plain = words.filter((it) => /^(?:https?|ftp):\/\//i.test(it));
  const unknown = words.filter((it, i) => it.startsWith("$") && !/^-/.test(words[i - 1] ?? "-"));
  return (plain.length > 0 ? plain : unknown).filter((it) => !local.test(it));
}

function runnerOf(
  fetch: Command,
  commands: readonly Command[],
): { readonly program: string; readonly piped: boolean } | undefined {
  const piped = commands.find((it) => it.pipeline === fetch.pipeline && it !== fetch && readsItsScript(it, fetch));
  if (piped !== undefined) return { program: programOf(piped), piped: true };
  const file = savedAs(fetch);
  const later = commands.slice(commands.indexOf(fetch) + 1);
  const run = file === undefined ? undefined : later.find((it) => isRunning(it, file));
  return run === undefined ? undefined : { program: programOf(run), piped: false };
}

/** An interpreter without a file of its own, or with one that is made of what is fetched. */
function readsItsScript(command: Command, fetch: Command): boolean {
  if (!interpreters.test(programOf(command))) return false;
  const inline = command.words.find((it) => /^(?:<\(|\$\(|`)/.test(it));
  if (inline !== undefined) return inline.includes(programOf(fetch));
  const operands = command.words.slice(1).filter((it) => it !== "-" && it !== "/dev/stdin");
  const script = operands.findIndex((it) => !it.startsWith("-"));
  return script < 0 || operands.slice(0, script).some((it) => /^-\w*s$/.test(it)) || operands[script - 1] === "--";
}

function savedAs({ words }: Command): string | undefined {
  const at = words.findIndex((it) => /^(?:-\w*[oO]|--output|--output-document)$/.test(it));
  const next = words[at + 1];
  if (at >= 0 && next !== undefined && !/^(?:https?:|-)/.test(next)) return next.replace(/^\.\//, "");
  const given = words.find((it) => /^--output(?:-document)?=/.test(it));
  const last = words
    .findLast((it) => /^https?:/.test(it))
    ?.split(/[?#]/)[0]
    ?.split("/")
    .at(-1);
  return given?.split("=")[1] ?? (last === "" ? undefined : last);
}

function isRunning(command: Command, file: string): boolean {
  const [program = "", ...operands] = command.words;
  const plain = (it: string) => it.replace(/^\.\//, "");
  if (plain(program) === file && (program.includes("/") || file.includes("/"))) return true;
  return interpreters.test(programOf(command)) && plain(operands.find((it) => !it.startsWith("-")) ?? "") === file;
}
