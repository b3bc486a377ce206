import type { Trouble } from "../../transports/trouble.ts";
import type { ProbeContext } from "../probe.ts";

/** A password and what crypt(3) may have made of it. */
export interface CryptPair {
  readonly password: string;
  readonly hash: string;
}

// Numbers of the lines that fit. The pairs come on standard input, where no other process sees them.
const program = `command -v perl >/dev/null || exit 127
exec perl -e '$| = 1; while (<STDIN>) { my ($at, $hex, $hash) = split; my $made = crypt(pack("H*", $hex), $hash);
  print "$at\\n" if defined $made && $made eq $hash; } print "end\\n";'`;

/**
 * Which pairs fit, by the C library's crypt(3) on this machine, which knows yescrypt, bcrypt and all that it has. Each takes
 * some hundredths of a second, so only as many are tried as the time allows.
 */
export async function cryptMatches(
  pairs: readonly CryptPair[],
  { transport, budget, signal }: ProbeContext,
): Promise<{ readonly fits: readonly CryptPair[]; readonly trouble?: Trouble }> {
  if (pairs.length === 0) return { fits: [] };
  const lines = pairs.map(({ password, hash }, at) => `${at} ${Buffer.from(password).toString("hex")} ${hash}`);
  const script = `${program} <<'END_OF_PAIRS'\n${lines.join("\n")}\nEND_OF_PAIRS\n`;
  const result = await transport.run(script, { timeoutMs: budget.timeoutMs, maxBytes: 100_000, signal, partial: true });
  if ("kind" in result) return { fits: [], trouble: result };
  const told = result.stdout.toString("latin1").split("\n");
  const fits = told.flatMap((line) => (/^\d+$/.test(line) ? (pairs[Number(line)] ?? []) : []));
  if (told.includes("end")) return { fits };
  if (result.exitCode === 127)
    return {
      fits,
      trouble: {
        kind: "not-installed",
        message: "there is no perl here, by which the C library's crypt(3) is asked",
        wouldVerify: "install perl where Holdfast runs",
      },
    };
  const late = {
    kind: "timeout",
    message: "crypt(3) was not through in time",
    wouldVerify: "let it have more time",
  } as const;
  return { fits, trouble: result.stopped ?? late };
}
