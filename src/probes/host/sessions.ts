import type { FactsOf } from "../fact-kinds.ts";
import { canLogIn, parsePasswd } from "./accounts.ts";
import { type Collected, lines, troubleOf } from "./collected.ts";
import { type Process, readProcesses } from "./processes.ts";
import { textsByPath } from "./secrets.ts";

type Session = FactsOf<"host-sessions">["sessions"][number];
type Accounts = ReturnType<typeof parsePasswd>;

const most = 500;
const processesOfOne = 10;

/** `NAME TERMINAL DATE TIME (FROM)` of who(1); without a year, in the C locale, the time is left out. */
export function parseLoggedIn(text: string): readonly Session[] {
  return lines(text).flatMap((line) => {
    const found = /^(\S+)\s+(\S+)\s+(?:(\d{4}-\d\d-\d\d) (\d\d:\d\d)|\w{3} +\d+ \d\d:\d\d)(?:\s+\((.*)\))?\s*$/.exec(
      line,
    );
    if (found === null) return [];
    const [, account = "", terminal, day, time, client] = found;
    return [
      {
        account,
        ...(client !== undefined && client !== "" && { from: client }),
        ...(day !== undefined && { since: `${day}T${time}:00Z` }),
        what: `terminal ${terminal}`,
      },
    ];
  });
}

/** Blocks of `loginctl show-session`; what is closing, and the manager's own session, is none. */
export function parseSeats(text: string): readonly Session[] {
  return text.split(/\n\n+/).flatMap((block) => {
    const told = new Map(lines(block).map((it) => [it.split("=")[0], it.slice(it.indexOf("=") + 1)]));
    const [account = "", terminal = "", client = ""] = ["Name", "TTY", "RemoteHost"].map((it) => told.get(it));
    if (account === "" || told.get("State") === "closing" || /^manager/.test(told.get("Class") ?? "")) return [];
    const what =
      terminal === "" ? `session ${told.get("Id")} of ${told.get("Service") || "systemd"}` : `terminal ${terminal}`;
    return [{ account, ...(client !== "" && { from: client }), what }];
  });
}

/** `sshd: NAME@pts/0,pts/1` and `sshd: NAME@notty`; a title counts only on a process of that account, or of root. */
function sshSessions(
  titles: ReadonlyMap<string, string>,
  processes: ReadonlyMap<number, Process>,
  accounts: Accounts,
): readonly Session[] {
  return [...titles].flatMap(([path, title]) => {
    const process = processes.get(Number(path.split("/")[2]));
    const found = /^sshd(?:-session)?: (\S+)@((?:pts\/\d+|tty\w*|notty)(?:,\S+)?)[\0\s]*$/.exec(title);
    if (found === null || process === undefined || !/^sshd/.test(process.name)) return [];
    const [, name = "", where = ""] = found;
    const account = accounts.find((it) => it.name === name);
    if (process.userIds.real !== 0 && process.userIds.real !== account?.userId) return [];
    const terminals = where.split(",");
    return terminals.map((it) => ({
      account: name,
      what: it === "notty" ? "SSH without a terminal" : `terminal ${it}`,
    }));
  });
}

/** What an account of a person still runs, though nobody is logged in with it. */
function leftRunning(
  processes: Iterable<Process>,
  accounts: Accounts,
  present: ReadonlySet<string>,
): readonly Session[] {
  const all = [...processes];
  return accounts
    .filter(
      ({ name, userId, shell }) =>
        userId !== 0 && userId !== 65_534 && (userId >= 1000 || canLogIn(shell)) && !present.has(name),
    )
    .flatMap(({ name, userId }) => {
      const own = all.filter(({ userIds }) => userIds.real === userId || userIds.effective === userId);
      return [...new Set(own.map((it) => it.name))]
        .slice(0, processesOfOne)
        .map((process) => ({ account: name, what: `process ${process}` }));
    });
}

/** Who is logged in; each source adds what the ones before it did not tell. */
export function hostSessions(from: Collected): FactsOf<"host-sessions"> {
  const accounts = parsePasswd(from.text("passwd"));
  const processes = readProcesses(from);
  const [who, seats] = [from.section("logged-in"), from.section("seats")];
  const titles = textsByPath(from.section("cmdline").bytes.toString("utf8"), /^(\/proc\/\d+\/cmdline):/);
  const told = [
    ...parseLoggedIn(who.bytes.toString()),
    ...parseSeats(seats.bytes.toString()),
    ...sshSessions(titles, processes, accounts),
  ];
  const logins = told.filter(
    (it, at) => told.findIndex((one) => one.account === it.account && one.what === it.what) === at,
  );
  const present = new Set(logins.map(({ account }) => account));
  const sessions = [...logins, ...leftRunning(processes.values(), accounts, present)];
  return { sessions: sessions.slice(0, most), unseen: unseen(from, processes, sessions.length) };
}

function unseen(
  from: Collected,
  processes: ReadonlyMap<number, Process>,
  count: number,
): FactsOf<"host-sessions">["unseen"] {
  const [who, seats] = [from.section("logged-in"), from.section("seats")];
  const troubles = [troubleOf("who", who), troubleOf("loginctl", seats)];
  // Either of them knows the logins at the machine itself.
  const blind = troubles.every((it) => it !== undefined) ? troubles.slice(0, 1) : [];
  return [
    ...blind.flatMap((it) => (it === undefined ? [] : [{ reason: it.message, wouldVerify: it.wouldVerify }])),
    ...(processes.has(1)
      ? []
      : [
          {
            reason: "the processes of others are hidden",
            wouldVerify: "run as root, or as a member of the group that /proc names",
          },
        ]),
    ...(count > most ? [{ reason: `only ${most} of ${count} sessions are told`, wouldVerify: "look by hand" }] : []),
  ];
}
