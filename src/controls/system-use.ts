import type { ResolvedSystem } from "../estate/resolved.ts";
import type { Subject } from "../estate/subject.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import type { SeenAcross, ToldOf } from "./control.ts";

/** What one thing tells of when a system was used last. */
interface Trace {
  readonly what: string;
  /** RFC 3339; when it was used last, or since when it surely was not. */
  readonly at: string;
}

interface SystemUse {
  readonly traces: readonly Trace[];
  /** What could tell of later use and does not. */
  readonly gaps: readonly Gap[];
}

type Log = FactsOf<"host-use">["logs"][number];

/** The newest trace of a system's use, and what keeps us from knowing that there was none later; without a trace, that as well. */
export function lastUse(
  { name, declared }: Subject<ResolvedSystem>,
  told: SeenAcross<"host-use" | "database-sessions">,
  oldest: Date,
  now: Date,
): { readonly newest: Trace | undefined; readonly gaps: readonly Gap[] } {
  const requests = usedByRequests(declared, told.hostUse, oldest);
  const traces = [
    ...requests.traces,
    ...usedBySessions(name, told.databaseSessions, declared, now),
    ...usedByLogins(declared, told.hostUse),
  ];
  const [newest] = traces.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const isTold = (of: readonly { readonly subject: Subject }[]) => (one: string) =>
    of.some((it) => it.subject.name === one);
  const isWhole =
    declared.hosts.every(isTold(told.hostUse)) &&
    declared.databases.every(isTold(told.databaseSessions)) &&
    told.databaseSessions.every((it) => it.facts.whole);
  const nothing = {
    reason: "neither an access log nor a session nor a login tells of its use",
    wouldVerify: "declare its hosts with their access logs, and its databases with their applications",
  };
  const unclear = {
    reason: `the last use that was seen is of ${newest?.at.slice(0, 10)}, and not all was seen that could tell of a later one`,
    wouldVerify: "let Holdfast look at all hosts and databases of the system",
  };
  const missing = newest === undefined ? [nothing] : isWhole ? [] : [unclear];
  return { newest, gaps: [...requests.gaps, ...missing] };
}

/** When a system was used, by the access logs of its hosts that are its own, whoever else is on them. */
function usedByRequests(system: ResolvedSystem, told: readonly ToldOf<"host-use">[], oldest: Date): SystemUse {
  const sites = Object.values(system.parts.endpoints).map(({ url }) => new URL(url).hostname.toLowerCase());
  const all = told.flatMap(({ subject, facts }) => {
    const own =
      subject.systems.length === 1 ? facts.logs : facts.logs.filter((it) => isOf(it, system.accessLogs, sites));
    const foreign = own.length === 0 && facts.logs.length > 0 && subject.systems.length > 1;
    return [
      { traces: [], gaps: facts.unseen.map((it) => ({ ...it, reason: `${subject.id}: ${it.reason}` })) },
      ...own.map((it) => traceOf(it, oldest)),
      ...(foreign ? [unattributed(subject.id)] : []),
    ];
  });
  return { traces: all.flatMap((it) => it.traces), gaps: all.flatMap((it) => it.gaps) };
}

function isOf({ file, site }: Log, files: readonly string[], sites: readonly string[]): boolean {
  if (files.includes(file) || (site !== undefined && sites.includes(site))) return true;
  const name = file.slice(file.lastIndexOf("/") + 1).toLowerCase();
  return (
    site === undefined &&
    sites.some((it) => name.startsWith(`${it}.`) || name.startsWith(`${it}-`) || name.startsWith(`${it}_`))
  );
}

/**
 * What follows the last use in a log was read line by line up to its end, so that nothing but monitors and refusals came since.
 * Without one in what was read, use may stand further up, unless even the last line is too old.
 */
function traceOf({ file, lastUse, lastRequest, requests }: Log, oldest: Date): SystemUse {
  if (lastUse !== undefined) return { traces: [{ what: `a request in ${file}`, at: lastUse }], gaps: [] };
  if (Date.parse(lastRequest) < oldest.getTime())
    return { traces: [{ what: `a request in ${file}`, at: lastRequest }], gaps: [] };
  const reason = `the last ${requests} requests in ${file} were of monitors and crawlers, or refused; who came before wasn't read`;
  return { traces: [], gaps: [{ reason, wouldVerify: `look through ${file} by hand` }] };
}

function unattributed(host: string): SystemUse {
  const reason = `no access log of ${host}, which other systems share, is known to be of this system`;
  return { traces: [], gaps: [{ reason, wouldVerify: "name its own under `accessLogs`" }] };
}

/** Sessions that applications have right now. Of a database that several systems share, only those of its own count. */
function usedBySessions(
  name: string,
  told: readonly ToldOf<"database-sessions">[],
  { parts }: ResolvedSystem,
  now: Date,
): readonly Trace[] {
  return told.flatMap(({ subject, facts }) => {
    const { applications = {}, kind } = parts.databases[subject.name] ?? {};
    const own = Object.entries(applications).filter(
      ([, it]) => (it.system ?? (subject.systems.length === 1 ? name : undefined)) === name,
    );
    const roles = own.flatMap(([role]) =>
      kind === "mariadb" || kind === "mysql" ? [role, role.replace(/@[^@]*$/, "")] : [role],
    );
    const found = facts.sessions.find((it) => roles.includes(it.role));
    return found === undefined
      ? []
      : [{ what: `a session of ${found.role} on ${subject.name}`, at: now.toISOString() }];
  });
}

/** Logins on its hosts: they are its use only where it serves neither requests nor data. */
function usedByLogins({ parts }: ResolvedSystem, told: readonly ToldOf<"host-use">[]): readonly Trace[] {
  if (Object.keys(parts.endpoints).length + Object.keys(parts.databases).length > 0) return [];
  return told
    .filter(({ subject }) => subject.systems.length === 1)
    .flatMap(({ subject, facts }) =>
      facts.logins.map(({ account, at }) => ({ what: `a login of ${account} on ${subject.name}`, at })),
    );
}
