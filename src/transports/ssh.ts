import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pLimit from "p-limit";
import { runShell } from "./local.ts";
import { remoteCommand, startMark } from "./ssh-command.ts";
import { SshConnection, sshEnvironment } from "./ssh-connection.ts";
import { socketFolder } from "./ssh-folder.ts";
import { type SshHost, sshPlace } from "./ssh-host.ts";
import { sessionArguments } from "./ssh-options.ts";
import type { ScriptLimits, ScriptResult, Transport } from "./transport.ts";
import type { Trouble } from "./trouble.ts";

/** Hosts at which scripts run side by side. */
const hostsAtOnce = 16;
/** What a login may print of its own before the script begins. */
const greetingBytes = 64 * 1024;

/** The SSH connections of one assessment: one to each host, also to hosts that others are reached over. */
export class SshConnections {
  readonly #connections = new Map<string, SshConnection>();
  readonly #limit = pLimit(hostsAtOnce);
  #folder: ReturnType<typeof socketFolder> | undefined;

  /**
   * The transport to a host, by the OpenSSH client. Its vantage is `ssh:NAME`. Nothing is logged in before a script runs;
   * a login that failed is not tried again. Troubles: `refused` (nobody listens; or the host's key is not known, changed or
   * revoked), `denied` (no key is accepted, or one can't be used), `unreachable`, `timeout`, `budget`, `unparsable` (no
   * SSH), `unsupported` (no common algorithm), `not-installed` (no ssh here, no `/bin/sh` there).
   */
  transport(host: SshHost): Transport {
    return {
      vantage: `ssh:${host.name}`,
      run: (script, limits) => this.#limit(() => runOver(this.#connection(host), script, limits)),
    };
  }

  /** Ends every connection and removes their sockets; those over others first. */
  async close(): Promise<void> {
    const all = [...this.#connections.values()].reverse();
    const end = (some: readonly SshConnection[]) => Promise.all(some.map((it) => this.#limit(() => it.close())));
    await end(all.filter((it) => it.host.over !== undefined));
    await end(all.filter((it) => it.host.over === undefined));
    this.#connections.clear();
    this.#folder?.remove();
    this.#folder = undefined;
  }

  #connection(host: SshHost): SshConnection {
    const known = this.#connections.get(host.name);
    if (known !== undefined) return known;
    const over = host.over === undefined ? undefined : this.#connection(host.over);
    this.#folder ??= socketFolder();
    const made = new SshConnection(host, join(this.#folder.path, String(this.#connections.size)), over);
    this.#connections.set(host.name, made);
    return made;
  }
}

async function runOver(
  connection: SshConnection,
  script: string,
  limits: ScriptLimits,
): Promise<ScriptResult | Trouble> {
  const { host, socket } = connection;
  const began = performance.now();
  const trouble = await connection.open(limits.signal);
  if (trouble !== undefined) return trouble;
  const nonce = randomBytes(8).toString("hex");
  // The host gives up a little later than this side, which knows better what to tell.
  const seconds = Math.ceil(limits.timeoutMs / 1000) + 2;
  const command = remoteCommand(script, nonce, host.sudo, seconds);
  const shell = { command: "ssh", args: sessionArguments(host, socket, command), environment: sshEnvironment() };
  const result = await runShell(shell, script, { ...limits, maxBytes: limits.maxBytes + greetingBytes });
  if ("kind" in result) return result;
  const mark = startMark(nonce);
  const begins = result.stdout.indexOf(mark);
  if (begins < 0) return result.stopped ?? noShell(host, result);
  const tookMs = Math.round(performance.now() - began);
  return { ...result, tookMs, stdout: result.stdout.subarray(begins + Buffer.byteLength(mark)) };
}

function noShell(host: SshHost, { exitCode, stdout, stderr }: ScriptResult): Trouble {
  const said = `${stderr.trim()}\n${stdout.subarray(0, 500).toString("utf8")}`.trim().slice(0, 500);
  const excerpt = said === "" ? {} : { excerpt: said };
  const place = sshPlace(host);
  if (exitCode !== 255)
    return {
      kind: "not-installed",
      message: `the login at ${place} starts no /bin/sh (it ended with ${exitCode})`,
      wouldVerify: "give the account a shell, and no forced command",
      ...excerpt,
    };
  return {
    kind: "unreachable",
    message: `the connection to ${place} was lost, or it allows no session on it`,
    wouldVerify: "look into the log of its sshd; MaxSessions must be at least 2",
    ...excerpt,
  };
}
