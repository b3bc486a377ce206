import { runShell } from "./local.ts";
import { sshEnvironment, unreadable } from "./ssh-connection.ts";
import { type SshHost, sshPlace } from "./ssh-host.ts";
import { keyTrialArguments } from "./ssh-options.ts";
import { sshTrouble } from "./ssh-trouble.ts";
import type { ScriptLimits } from "./transport.ts";
import type { Trouble } from "./trouble.ts";

/** What a server made of one key. */
export interface KeyTrial {
  /** `accepted`: the key alone lets its owner in. `partial`: it counts, but something else is asked for besides. */
  readonly answer: "accepted" | "partial";
  /** The methods that are left after a partial success. */
  readonly thenAsked: readonly string[];
}

/**
 * Offers a host one key and nothing else, and runs nothing if it is let in. Troubles: those of a login, `denied` where the
 * key counts for nothing there, `unsupported` for a host that is reached over another one.
 */
export async function tryKey(host: SshHost, limits: ScriptLimits): Promise<KeyTrial | Trouble> {
  if (host.over !== undefined)
    return {
      kind: "unsupported",
      message: `${host.name} is reached over ${host.over.name}; a canary is tried directly only`,
      wouldVerify: `run Holdfast where ${host.name} can be reached directly`,
    };
  const missing = unreadable(host);
  if (missing !== undefined) return missing;
  const shell = { command: "ssh", args: keyTrialArguments(host), environment: sshEnvironment() };
  const result = await runShell(shell, "", limits);
  if ("kind" in result) return result;
  return readTrial(result.stderr) ?? withPlace(host, result.stderr);
}

/** By what a talkative ssh said; `undefined` where the key came to nothing. */
export function readTrial(stderr: string): KeyTrial | undefined {
  const lines = stderr.split(/\r?\n/);
  const partial = lines.findIndex((it) => /^Authenticated using "publickey" with partial success\.$/.test(it));
  const accepted = lines.some((it) => /^Authenticated to .* using "publickey"\.$/.test(it));
  if (accepted) return { answer: "accepted", thenAsked: [] };
  if (partial < 0) return undefined;
  const [left] = lines
    .slice(partial)
    .flatMap((it) => /^debug1: Authentications that can continue: ([\w,@.-]+)$/.exec(it)?.[1] ?? []);
  return { answer: "partial", thenAsked: left?.split(",") ?? [] };
}

function withPlace(host: SshHost, stderr: string): Trouble {
  // Of all that it said, the part about its own keys and files is no trouble.
  const said = stderr
    .split("\n")
    .filter((it) => !it.startsWith("debug1:"))
    .join("\n");
  const trouble = sshTrouble(host, said);
  if (trouble.kind !== "denied") return trouble;
  return {
    ...trouble,
    message: `the key of the canary counts for nothing at ${sshPlace(host)}: ${trouble.message}`,
    wouldVerify:
      "put its public key where the host looks for it, and let AllowUsers name it as it names administrators",
  };
}
