import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { runShell } from "./local.ts";
import { knownHostsOf, type SshHost, sshPlace } from "./ssh-host.ts";
import { exitArguments, masterArguments, wayEnvironment } from "./ssh-options.ts";
import { isUnknownKey, sshTrouble, withOfferedKey } from "./ssh-trouble.ts";
import type { ScriptLimits } from "./transport.ts";
import type { Trouble } from "./trouble.ts";

const loginMs = 25_000;
const exitMs = 5000;
const smallBytes = 64 * 1024;

/** One login to a host, which all that is asked of it shares. */
export class SshConnection {
  readonly host: SshHost;
  /** Path of the socket at which sessions join the connection. */
  readonly socket: string;
  readonly #over: SshConnection | undefined;
  #opened: Promise<Trouble | undefined> | undefined;

  /** @param over - the connection to the host before it on the way */
  constructor(host: SshHost, socket: string, over?: SshConnection) {
    this.host = host;
    this.socket = socket;
    this.#over = over;
  }

  /** Logs in, once however often it is asked; gives why that is not possible. */
  open(signal?: AbortSignal): Promise<Trouble | undefined> {
    this.#opened ??= this.#login(signal);
    return this.#opened;
  }

  /** Ends the connection, if there is one. */
  async close(): Promise<void> {
    if (this.#opened === undefined || (await this.#opened) !== undefined) return;
    const limits = { timeoutMs: exitMs, maxBytes: smallBytes };
    await runShell(
      { command: "ssh", args: exitArguments(this.host, this.socket), environment: sshEnvironment() },
      "",
      limits,
    );
  }

  async #login(signal: AbortSignal | undefined): Promise<Trouble | undefined> {
    const before = (await this.#over?.open(signal)) ?? unreadable(this.host);
    if (before !== undefined) {
      if (this.#over === undefined) return before;
      return { ...before, message: `on the way to ${this.host.name}: ${before.message}` };
    }
    const limits = { timeoutMs: loginMs, maxBytes: smallBytes, ...(signal !== undefined && { signal }) };
    const said = await this.#try("ERROR", limits);
    if (said === undefined || typeof said !== "string") return said;
    const trouble = sshTrouble(this.host, said);
    if (!isUnknownKey(this.host, trouble)) return trouble;
    const debug = await this.#try("DEBUG1", limits);
    return typeof debug === "string" ? withOfferedKey(this.host, trouble, debug) : trouble;
  }

  /** Gives nothing when logged in, else what ssh said, or why it could not say anything. */
  async #try(level: "ERROR" | "DEBUG1", limits: ScriptLimits): Promise<string | Trouble | undefined> {
    const environment = { ...sshEnvironment(), ...wayEnvironment(this.host, this.#over?.socket) };
    const shell = { command: "ssh", args: masterArguments(this.host, this.socket, level), environment };
    const result = await runShell(shell, "", limits);
    if (!("kind" in result)) return result.exitCode === 0 ? undefined : result.stderr.slice(0, smallBytes / 4);
    if (result.kind !== "timeout" || limits.signal?.aborted === true) return result;
    const message = `${sshPlace(this.host)} took longer than ${limits.timeoutMs} ms to log in`;
    return { kind: "timeout", message, wouldVerify: "look why its sshd is slow" };
  }
}

/** What ssh needs of the environment: where things are, and the agent that holds keys. It can ask nobody anything. */
export function sshEnvironment(): NodeJS.ProcessEnv {
  const kept = ["HOME", "USER", "LOGNAME", "PATH", "SSH_AUTH_SOCK", "SSH_SK_PROVIDER"];
  const own = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]));
  return { ...Object.fromEntries(own), LC_ALL: "C", SHELL: "/bin/sh", SSH_ASKPASS_REQUIRE: "never" };
}

/** A declared file that can't be read is told by its name; ssh would go on without it, or ask for something else. */
export function unreadable(host: SshHost): Trouble | undefined {
  for (const [what, path] of [
    ["key", host.identity],
    ["list of known hosts", host.knownHosts === undefined ? undefined : knownHostsOf(host)],
    ["configuration of ssh", host.configuration],
  ] as const) {
    if (path === undefined) continue;
    try {
      accessSync(path.replace(/^~\//, `${homedir()}/`), constants.R_OK);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
      return {
        kind: missing ? "not-installed" : "denied",
        message: `the ${what} ${path} for ${host.name} ${missing ? "doesn't exist" : "may not be read"} on this machine`,
        wouldVerify: missing ? `put it at ${path}, or correct the estate file` : `let this user read ${path}`,
      };
    }
  }
  return undefined;
}
