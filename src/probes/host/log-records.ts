import { lines } from "./collected.ts";

/** A record of a login or of a privileged command, as sshd, sudo or su wrote it. */
export interface LogRecord {
  readonly kind: "login" | "command";
  /** What makes it the same record elsewhere: program, process where it is written, and message. */
  readonly key: string;
  readonly message: string;
  /** When, as it is written there. */
  readonly at: string;
  /** The same in seconds of the epoch; without its zone where `at` names none, absent where it can't be read. */
  readonly seconds?: number;
  readonly isZoned: boolean;
}

/**
 * Records in lines of syslog, whichever way they begin: `Nov 28 06:00:00 web1 sshd[1]: …`, `2026-11-28T06:00:00Z web1 …`,
 * `1764309600.123 web1 …`.
 *
 * @param host - takes only those of that host, by its name or the first part of it
 */
export function parseRecords(text: string, host: string): readonly LogRecord[] {
  const names = new Set([host, host.split(".")[0]]);
  return lines(text).flatMap((line) => {
    const found =
      /^(?:<\d+>)?(?:1 )?(\w{3} [ \d]\d \d\d:\d\d:\d\d|\S+) (\S+) (sshd|sshd-session|sudo|su)(?:\[(\d+)\]|\((?:\w+)\))?: (.*)$/.exec(
        line,
      );
    if (found === null) return [];
    const [, at = "", from = "", program = "", process = "", said = ""] = found;
    if (!names.has(from) && !names.has(from.split(".")[0])) return [];
    // Signs that one of the two writes otherwise, and spaces in front of sudo's, must not make two of one.
    const message = said.replace(/#\d{3}|[\p{Cc}\s]+/gu, " ").trim();
    const kind = program.startsWith("sshd") ? "login" : "command";
    // The journal knows the process of sudo, whose own lines don't name it.
    const writer = kind === "login" ? `${program} ${process}` : program;
    return [{ kind, key: `${writer} ${message}`, message, at, ...timeOf(at) }];
  });
}

function timeOf(at: string): Pick<LogRecord, "seconds" | "isZoned"> {
  if (/^\d{9,11}(?:\.\d+)?$/.test(at)) return { seconds: Number(at), isZoned: true };
  const iso = Date.parse(at);
  if (/^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:?\d\d)$/.test(at) && !Number.isNaN(iso))
    return { seconds: iso / 1000, isZoned: true };
  // The year does not matter to who asks, and the zone is the sender's.
  const bare = Date.parse(`2000 ${at} UTC`);
  return Number.isNaN(bare) ? { isZoned: false } : { seconds: bare / 1000, isZoned: false };
}

const zoneStep = 900;
/** Both write when the record was made; one of them may have taken it a moment later. */
const leeway = 5;

/** Whether two records can be of the same moment: clocks of zones differ by quarters of an hour. */
export function isSameMoment(a: LogRecord, b: LogRecord): boolean {
  if (a.seconds === undefined || b.seconds === undefined) return true;
  const apart = Math.abs(a.seconds - b.seconds);
  if (a.isZoned && b.isZoned) return apart <= leeway;
  const rest = apart % zoneStep;
  return rest <= leeway || rest >= zoneStep - leeway;
}

/** The record that sshd makes of a login with the given client's address and port. */
export function isLoginFrom(record: LogRecord, address: string, port: string): boolean {
  return (
    record.kind === "login" &&
    record.message.startsWith("Accepted ") &&
    record.message.includes(` from ${address} port ${port} `)
  );
}
