import { isAbsolute, resolve } from "node:path";
import type { SshHost } from "./ssh-host.ts";

/** Set on the command line, where they win over any configuration file. */
const always = {
  BatchMode: "yes",
  StrictHostKeyChecking: "yes",
  UpdateHostKeys: "no",
  VerifyHostKeyDNS: "no",
  CheckHostIP: "no",
  ClearAllForwardings: "yes",
  ForwardAgent: "no",
  ForwardX11: "no",
  GSSAPIDelegateCredentials: "no",
  Tunnel: "no",
  // What hosts tell is text, and shrinks to a fifth.
  Compression: "yes",
  PermitLocalCommand: "no",
  RequestTTY: "no",
  SendEnv: "-*",
  ConnectTimeout: "10",
  ConnectionAttempts: "1",
  ServerAliveInterval: "5",
  ServerAliveCountMax: "3",
} as const;

/** How long a connection that nobody uses stays, should this process die before it closes it. */
const idleSeconds = 60;

const option = (name: string, value: string): readonly string[] => ["-o", `${name}=${value}`];

/** A path as ssh reads it in an option: `%` is its own sign, a space ends it outside quotes. */
function file(path: string): string {
  const whole = path.startsWith("~/") || isAbsolute(path) ? path : resolve(path);
  return `"${whole.replaceAll("%", "%%")}"`;
}

/** Of a host the ways in; what a configuration file says besides may count. */
function ways(host: SshHost): readonly string[] {
  return [
    ...[
      "-F",
      host.configuration === undefined ? "none" : host.configuration.replace(/^~\//, `${process.env["HOME"]}/`),
    ],
    ...Object.entries(always).flatMap(([name, value]) => option(name, value)),
    ...(host.port === undefined ? [] : option("Port", String(host.port))),
    ...(host.user === undefined ? [] : ["-l", host.user]),
    ...(host.identity === undefined
      ? []
      : [...option("IdentityFile", file(host.identity)), ...option("IdentitiesOnly", "yes")]),
    ...(host.knownHosts === undefined
      ? []
      : [...option("UserKnownHostsFile", file(host.knownHosts)), ...option("GlobalKnownHostsFile", "none")]),
  ];
}

/**
 * Arguments of an ssh that logs in, and then waits in the background at the socket for who comes; it ends by itself
 * when nobody does. Where the host is reached over another one, its connection is used: where to is in the
 * environment (`wayEnvironment`), so that no declared value passes a shell.
 */
export function masterArguments(host: SshHost, socket: string, level: "ERROR" | "DEBUG1"): readonly string[] {
  const over = `ssh -F none -o LogLevel=ERROR -o ControlMaster=no -o ControlPath="$HOLDFAST_OVER" -o ProxyCommand=false -W "$HOLDFAST_TO" over`;
  return [
    ...ways(host),
    ...option("LogLevel", level),
    ...option("ControlMaster", "yes"),
    ...option("ControlPath", socket),
    ...option("ControlPersist", String(idleSeconds)),
    ...(host.over === undefined ? [] : option("ProxyCommand", over)),
    ...["-n", "-N", "-f", "-T", "--", host.address],
  ];
}

/** Arguments of an ssh that offers one key and nothing else, tells what became of it, and runs nothing but `true`. */
export function keyTrialArguments(host: SshHost): readonly string[] {
  return [
    ...ways(host),
    ...option("LogLevel", "DEBUG1"),
    ...option("ControlMaster", "no"),
    ...option("ControlPath", "none"),
    ...option("IdentityAgent", "none"),
    ...option("PreferredAuthentications", "publickey"),
    ...["-n", "-T", "--", host.address, "true"],
  ];
}

/** What the way over another host needs to know: the socket of its connection, and where it leads. */
export function wayEnvironment(host: SshHost, over: string | undefined): NodeJS.ProcessEnv {
  const to = `${host.address.includes(":") ? `[${host.address}]` : host.address}:${host.port ?? 22}`;
  return over === undefined ? {} : { HOLDFAST_OVER: over, HOLDFAST_TO: to };
}

/** Arguments of an ssh that runs a command over the connection at the socket; it never makes one of its own. */
export function sessionArguments(host: SshHost, socket: string, command: string): readonly string[] {
  return [
    ...["-F", "none", "-T"],
    ...option("LogLevel", "ERROR"),
    ...option("ControlMaster", "no"),
    ...option("ControlPath", socket),
    ...option("ProxyCommand", "false"),
    ...option("BatchMode", "yes"),
    ...["--", host.address, command],
  ];
}

/** Arguments of an ssh that ends the connection at the socket. */
export function exitArguments(host: SshHost, socket: string): readonly string[] {
  return ["-F", "none", ...option("ControlPath", socket), "-O", "exit", "--", host.address];
}
