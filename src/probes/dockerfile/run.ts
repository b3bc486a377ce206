import type { z } from "zod";
import type { Lookup } from "./expand.ts";
import type { instructionSchema, Origin } from "./facts.ts";
import { programsByPipeline, type SimpleCommand, shellCommands } from "./shell/commands.ts";
import { wrapped } from "./shell/wrapped.ts";
import { valueWithoutSecrets, wordsWithoutSecrets } from "./without-secrets.ts";
import { jsonWords } from "./words.ts";
import type { WrittenInstruction } from "./written-instructions.ts";

type Run = Extract<z.output<typeof instructionSchema>, { kind: "run" }>;
type Command = Run["commands"][number];

const posix = /(?:^|[\\/])(?:sh|bash|dash|ash|zsh|ksh|busybox)(?:\.exe)?$/;

/** What a RUN runs: all its commands, or why they can't be told. `shell` is the stage's SHELL, if it set one. */
export function readRun(
  it: WrittenInstruction,
  lookup: Lookup,
  shell: readonly string[],
  originOf: (written: string) => Origin,
): Run {
  const mounts = it.flags
    .filter(({ name }) => name === "mount")
    .flatMap(({ value }) => /(?:^|,)from=([^,]+)/.exec(value)?.[1] ?? []);
  const flags = it.flags.filter(({ name }) => name !== "mount").map(({ name, value }) => `--${name}=${value}`);
  return {
    ...{ kind: "run", line: it.line, onbuild: it.onbuild },
    ...{ mounts: mounts.map(originOf), flags },
    ...readCommands(it, lookup, shell),
  };
}

function readCommands(
  it: WrittenInstruction,
  lookup: Lookup,
  shell: readonly string[],
): { readonly commands: Command[]; readonly unparsed?: string } {
  const words = jsonWords(it.text);
  if (words !== undefined) {
    const inner = wrapped(words, []).flatMap((one) => ("script" in one ? [one.script] : []));
    const scripts = inner.map((script) => script && shellCommands(script, lookup));
    const commands = scripts.flatMap((one) => (one === "" ? [] : one.commands));
    const flaw = scripts.flatMap((one) => (one === "" ? [] : (one.unparsed ?? [])))[0];
    const own = { words, environment: [], pipeline: 0, at: 0 };
    return {
      commands: toldAll([own, ...commands], () => it.line),
      ...(flaw !== undefined && { unparsed: flaw }),
    };
  }
  const [program] = shell;
  if (program !== undefined && !posix.test(program)) {
    return { commands: [], unparsed: `its shell is ${program.slice(0, 60)}` };
  }
  const whole = /^<<-?\s*(["']?)[\w.-]+\1$/.test(it.text) ? it.heredocs[0] : undefined;
  if (whole !== undefined) {
    const interpreter = /^#!\s*(\S+)(?:\s+(\S+))?/.exec(whole.body);
    const name = interpreter?.[1]?.endsWith("/env") === true ? interpreter[2] : interpreter?.[1];
    if (name !== undefined && !posix.test(name))
      return { commands: [], unparsed: `it is a script for ${name.slice(0, 60)}` };
    return fromScript(whole.body, lookup, (at) => whole.line + linesBefore(whole.body, at));
  }
  // Continued lines are one line for the shell, too; bodies of heredocs follow it.
  const bodies = it.heredocs.map((one) => `\n${one.body}${one.body === "" ? "" : "\n"}${one.name}`).join("");
  return fromScript(it.text + bodies, lookup, it.lineAt);
}

function fromScript(script: string, lookup: Lookup, lineAt: (at: number) => number) {
  const { commands, unparsed } = shellCommands(script, lookup);
  return {
    commands: toldAll(commands, lineAt),
    ...(unparsed !== undefined && { unparsed }),
  };
}

function toldAll(commands: readonly SimpleCommand[], lineAt: (at: number) => number): Command[] {
  const programs = programsByPipeline(commands);
  return commands.map(({ words, environment, pipeline, at }) => ({
    line: lineAt(at),
    words: wordsWithoutSecrets(words, programs.get(pipeline)),
    environment: environment.map((text) => {
      const equals = text.indexOf("=");
      return text.slice(0, equals + 1) + valueWithoutSecrets(text.slice(0, equals), text.slice(equals + 1));
    }),
    pipeline,
  }));
}

function linesBefore(text: string, at: number): number {
  let lines = 0;
  for (let i = text.indexOf("\n"); i >= 0 && i < at; i = text.indexOf("\n", i + 1)) lines += 1;
  return lines;
}
