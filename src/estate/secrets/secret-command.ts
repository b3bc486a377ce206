import { spawn } from "node:child_process";

export type CommandResult =
  | { readonly output: string }
  | { readonly failure: "not-found" | "denied" | "too-large" | "timeout" | "failed"; readonly detail: string };

export interface CommandLimits {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMilliseconds: number;
  readonly mostBytes: number;
}

/** What a program prints, without a shell; stopped with all that it started when it takes too long or prints too much. */
export function runForSecret(program: string, args: readonly string[], limits: CommandLimits): Promise<CommandResult> {
  return new Promise((resolve) => {
    // Its own process group, so that what it started can be stopped with it.
    const child = spawn(program, args, { env: { ...limits.env }, stdio: ["ignore", "pipe", "ignore"], detached: true });
    const chunks: Buffer[] = [];
    let bytes = 0;
    const settle = (result: CommandResult): void => {
      clearTimeout(timer);
      child.stdout.destroy();
      resolve(result);
    };
    const stop = (failure: "too-large" | "timeout"): void => {
      if (child.pid !== undefined) killGroup(child.pid);
      settle({ failure, detail: "" });
    };
    const timer = setTimeout(stop, limits.timeoutMilliseconds, "timeout");
    child.on("error", (error: NodeJS.ErrnoException) => {
      const known = { ENOENT: "not-found", EACCES: "denied" } as const;
      settle({ failure: known[error.code as keyof typeof known] ?? "failed", detail: error.code ?? "" });
    });
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limits.mostBytes) stop("too-large");
      else chunks.push(chunk);
    });
    child.on("close", (code, signal) => {
      if (code === 0) settle({ output: Buffer.concat(chunks).toString("utf8") });
      else settle({ failure: "failed", detail: signal ?? `exit code ${code}` });
    });
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    // All of them ended by themselves a moment before.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Words of a command line: spaces separate, single or double quotes group, nothing else has a meaning. Nothing if a quote stays open. */
export function splitArguments(command: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (const character of command) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (word !== undefined) words.push(word);
  return quote === undefined ? words : undefined;
}
