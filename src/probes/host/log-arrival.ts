import { setTimeout as sleep } from "node:timers/promises";
import type { ResolvedHost } from "../../estate/resolved.ts";
import type { Subject } from "../../estate/subject.ts";
import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import type { Collected } from "./collected.ts";
import { compareRecords } from "./compare-records.ts";
import { isLoginFrom, type LogRecord, parseRecords } from "./log-records.ts";

/** What has been written a moment ago may still be on its way. */
const patienceMs = 12_000;
const pauseMs = 1500;
const archiveBytes = 16 * 1024 * 1024;

/**
 * Looks in the archive for the records that the host has of logins and privileged commands: a login leaves one by itself,
 * Holdfast's own as well, so that nothing needs to be written to see whether records arrive.
 */
export async function hostLogArrival(
  from: Collected,
  subject: Subject<ResolvedHost>,
  context: ProbeContext,
): Promise<FactsOf<"host-log-arrival">> {
  const { archive } = subject.declared;
  if (archive === undefined)
    throw new TroubleError({
      kind: "unsupported",
      message: "the estate does not say where the host's records arrive",
      wouldVerify: `name under hosts.${subject.name}.logArchive the file in which they arrive, and the host that has it`,
    });
  const host = from.text("hostname").trim();
  const here = parseRecords(from.text("log-records"), host);
  const [address = "", port = ""] = from.text("session").trim().split(" ");
  const began = context.now().getTime();
  const waited = () => context.now().getTime() - began;
  for (;;) {
    const there = parseRecords(await archived(archive, host, context), host);
    const of = (kind: LogRecord["kind"]) => {
      const own = (it: LogRecord) => it.kind === kind;
      return compareRecords(here.filter(own), there.filter(own));
    };
    const [logins, commands] = [of("login"), of("command")];
    const whole = logins.missing.length + commands.missing.length === 0;
    if (!whole && waited() < patienceMs && !context.signal.aborted) {
      await sleep(pauseMs);
      continue;
    }
    const isOwn = (it: LogRecord) => isLoginFrom(it, address, port);
    return {
      archive: archive.name === undefined ? archive.file : `${archive.file} on ${archive.name}`,
      waitedSeconds: Math.round(waited() / 100) / 10,
      ownLogin:
        port === "" ? "no-login" : there.some(isOwn) ? "arrived" : here.some(isOwn) ? "missing" : "not-recorded",
      ...{ logins, commands },
    };
  }
}

/** The last records of a host in the archive, the file before it included, in case it was just begun anew. */
async function archived(
  { name, file, declared }: NonNullable<ResolvedHost["archive"]>,
  host: string,
  context: ProbeContext,
): Promise<string> {
  if (!/^[\w.-]+$/.test(host))
    throw new TroubleError({
      kind: "unparsable",
      message: `the host calls itself ${JSON.stringify(host.slice(0, 80))}`,
      wouldVerify: "give the host a name of letters, digits, dots and dashes",
    });
  const short = (host.split(".")[0] ?? "").replaceAll(".", "\\.");
  const script = `file='${file.replaceAll("'", "'\\''")}'
[ -e "$file" ] || exit 3
[ -f "$file" ] && [ -r "$file" ] || exit 4
for part in "$file.1" "$file"; do
  [ ! -f "$part" ] || tail -c ${archiveBytes} "$part" | grep -aE ' ${short}(\\.[A-Za-z0-9.-]+)? (sshd|sshd-session|sudo|su)(\\[[0-9]+\\])?: ' | tail -n 2000
done
exit 0
`;
  const transport = context.transportTo(name, declared);
  const limits = { timeoutMs: context.budget.timeoutMs, maxBytes: context.budget.maxBytes, signal: context.signal };
  const result = await transport.run(script, limits);
  const place = name === undefined ? file : `${file} on ${name}`;
  if ("kind" in result)
    throw new TroubleError({ ...result, message: `the archive ${place} can't be read: ${result.message}` });
  if (result.exitCode === 3)
    throw new TroubleError({
      kind: "not-installed",
      message: `there is no ${place}`,
      wouldVerify: "name the file in which the host's records arrive",
    });
  if (result.exitCode !== 0)
    throw new TroubleError({
      kind: "denied",
      message: `the archive ${place} may not be read`,
      wouldVerify: "let the login that reads it do so, such as by the group adm",
    });
  return result.stdout.toString("utf8");
}
