import type { Trouble } from "./trouble.ts";

/** What one run of a script gave. */
export interface ScriptResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** At most 64 KiB, for telling what went wrong. */
  readonly stderr: string;
  readonly tookMs: number;
  /** Why the script was stopped before its end; only where `partial` was asked for. */
  readonly stopped?: Trouble;
}

export interface ScriptLimits {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal;
  /** Whether what was printed by then still counts when a limit stops the script. */
  readonly partial?: boolean;
}

/** Where commands start: this machine now, SSH and containers later. It never interprets what a command says. */
export interface Transport {
  /** The vantage point that observations made through it carry, such as `local`. */
  readonly vantage: string;
  /** Runs one POSIX shell script in one process; the script arrives on standard input, so no quoting is needed. */
  run(script: string, limits: ScriptLimits): Promise<ScriptResult | Trouble>;
}
