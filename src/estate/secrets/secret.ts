import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { inspect } from "node:util";
import { runForSecret, splitArguments } from "./secret-command.ts";

/** A secret that can't be printed by accident; only `reveal` gives it. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}

/** Why a secret could not be had; never holds any of it. */
export interface SecretProblem {
  readonly kind: "not-found" | "denied" | "unsafe" | "empty" | "too-large" | "timeout" | "failed";
  readonly message: string;
  /** The smallest thing that would let it be had. */
  readonly wouldVerify: string;
}

export type SecretResult = { readonly secret: Secret } | { readonly problem: SecretProblem };

export interface SecretSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Default 5000. */
  readonly timeoutMilliseconds?: number;
}

const mostBytes = 64 * 1024;

/**
 * What a reference of the estate file stands for: `env:NAME`, `file:PATH` (a regular file that only its owner can read) or
 * `exec:COMMAND ARGUMENT…` (split at spaces, quotes group; no shell). One line break at the end is taken off.
 */
export async function resolveSecret(reference: string, settings: SecretSettings): Promise<SecretResult> {
  const colon = reference.indexOf(":");
  const rest = reference.slice(colon + 1);
  switch (reference.slice(0, colon)) {
    case "env":
      return fromEnvironment(rest, settings.env);
    case "file":
      return fromFile(rest);
    case "exec":
      return fromCommand(rest, settings);
    default:
      return problem("failed", "this is no reference to a secret", "write env:NAME, file:PATH or exec:COMMAND");
  }
}

function problem(kind: SecretProblem["kind"], message: string, wouldVerify: string): SecretResult {
  return { problem: { kind, message, wouldVerify } };
}

function secret(text: string, from: string): SecretResult {
  const value = text.replace(/\r?\n$/, "");
  if (value === "") return problem("empty", `${from} is empty`, `put the secret into ${from}`);
  return { secret: new Secret(value) };
}

function fromEnvironment(name: string, env: SecretSettings["env"]): SecretResult {
  const value = Object.hasOwn(env, name) ? env[name] : undefined;
  const from = `the environment variable ${name}`;
  return value === undefined ? problem("not-found", `${from} isn't set`, `set ${from}`) : secret(value, from);
}

async function fromFile(path: string): Promise<SecretResult> {
  try {
    // The mode is read from the opened file: a path could lead elsewhere a moment later. O_NONBLOCK is for named pipes.
    await using handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const { mode, size, ...kind } = await handle
      .stat()
      .then((it) => ({ mode: it.mode, size: it.size, file: it.isFile() }));
    if (!kind.file) return problem("unsafe", `${path} isn't a regular file`, "name a regular file");
    if ((mode & 0o077) !== 0) {
      const octal = (mode & 0o777).toString(8).padStart(4, "0");
      return problem("unsafe", `${path} has the mode ${octal}: others than its owner can use it`, `chmod 0600 ${path}`);
    }
    if (size > mostBytes)
      return problem("too-large", `${path} is larger than 64 KiB`, "name a file that holds the secret alone");
    return secret(await handle.readFile("utf8"), path);
  } catch (error) {
    const { code = "an unknown error" } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      return problem("not-found", `${path} doesn't exist`, `write the secret to ${path}, mode 0600`);
    if (code === "EACCES")
      return problem("denied", `no permission to read ${path}`, `run as a user who can read ${path}`);
    return problem("failed", `${path} can't be read (${code})`, `make ${path} readable`);
  }
}

async function fromCommand(command: string, settings: SecretSettings): Promise<SecretResult> {
  const [program, ...args] = splitArguments(command) ?? [];
  if (program === undefined)
    return problem("failed", "the command after exec: is empty or leaves a quote open", "mend it");
  const timeoutMilliseconds = settings.timeoutMilliseconds ?? 5000;
  const result = await runForSecret(program, args, { env: settings.env, timeoutMilliseconds, mostBytes });
  if ("output" in result) return secret(result.output, `the output of ${program}`);
  // What the command printed is left out of every message: it may be the secret.
  switch (result.failure) {
    case "not-found":
      return problem("not-found", `${program} isn't installed`, `install ${program}`);
    case "denied":
      return problem("denied", `${program} can't be run`, `make ${program} executable`);
    case "too-large":
      return problem("too-large", `${program} printed more than 64 KiB`, "use a command that prints the secret alone");
    case "timeout":
      return problem(
        "timeout",
        `${program} took longer than ${timeoutMilliseconds} ms`,
        `make ${program} answer sooner`,
      );
    case "failed":
      return problem("failed", `${program} failed (${result.detail})`, `make ${program} succeed`);
  }
}
