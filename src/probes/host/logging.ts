import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, deniedPaths, lines } from "./collected.ts";
import { type ConfigurationLine, parseConfigurationLines } from "./configuration-line.ts";
import { auditRemote, fileShippers, journalUpload, syslogNg } from "./log-shippers.ts";
import type { Forward } from "./logging-facts.ts";
import { readProcesses } from "./processes.ts";
import { rsyslogForwards } from "./rsyslog.ts";
import { parseSettings } from "./sshd.ts";

type Logging = FactsOf<"host-logging">;

/** Names of the processes that do the sending; the kernel cuts a name off after 15 characters. */
const senders: Readonly<Record<Forward["by"], RegExp>> = {
  rsyslog: /^rsyslogd$/,
  "syslog-ng": /^syslog-ng$/,
  "journal-upload": /^systemd-journal/,
  vector: /^vector$/,
  filebeat: /^filebeat$/,
  "fluent-bit": /^(?:fluent-bit|td-agent-bit)$/,
  "audisp-remote": /^audisp-remote$/,
};

export function hostLogging(from: Collected): Logging {
  const files = from.section("logging-files");
  const all = parseConfigurationLines(files.bytes.toString("utf8"));
  const rsyslog = rsyslogForwards(inOrder(all));
  const found = [
    ...rsyslog.forwards,
    ...syslogNg(all),
    ...journalUpload(all),
    ...auditRemote(all),
    ...fileShippers(all),
  ];
  const running = [...readProcesses(from).values()].map(({ name }) => name);
  const journal = journalOf(from, all);
  const level = sshdLogLevel(from);
  return {
    ...(journal !== undefined && { journal }),
    forwards: found.map((it) => ({
      ...it,
      running: running.some((name) => senders[it.by].test(name) && !name.startsWith("systemd-journald")),
    })),
    ...(!from.absent("audit-status") && { audit: auditOf(from) }),
    ...sudoOf(from),
    ...(level !== undefined && { sshdLogLevel: level }),
    unseen: [
      ...deniedPaths(files.stderr).map((path) => ({ reason: `${path} may not be read`, wouldVerify: "run as root" })),
      ...rsyslog.unread.map((reason) => ({ reason, wouldVerify: "keep rsyslog's configuration in /etc/rsyslog.d" })),
      ...(files.truncated || files.exitCode === 124
        ? [{ reason: "not all files on logging were read", wouldVerify: "look by hand: too much of it" }]
        : []),
    ],
  };
}

/** rsyslog.conf takes in the folder beside it where it says so; what stands after that counts after it. */
function inOrder(all: readonly ConfigurationLine[]): readonly ConfigurationLine[] {
  const folder = all.filter(({ path }) => /^\/etc\/rsyslog\.d\/.*\.conf$/.test(path));
  return all
    .filter(({ path }) => path === "/etc/rsyslog.conf")
    .flatMap((it) =>
      /^(?:\$IncludeConfig\s+|include\s*\(\s*file\s*=\s*")\/etc\/rsyslog\.d\//i.test(it.text) ? folder : [it],
    );
}

function journalOf(from: Collected, all: readonly ConfigurationLine[]): Logging["journal"] {
  if (from.absent("unit-files")) return undefined;
  const state = lines(from.text("journal-state"));
  const storage = all
    .filter(({ path }) => path.includes("/journald.conf"))
    .flatMap(({ text }) => /^Storage\s*=\s*(\w+)/i.exec(text)?.[1] ?? [])
    .at(-1);
  const kept = storage === "persistent" || ((storage ?? "auto") === "auto" && state.includes("kept"));
  return { kept, sealed: state.includes("sealed"), storage: storage ?? "auto" };
}

/** `auditctl -s` and `auditctl -l`: a rule of programs started (execve) with the effective user 0. */
function auditOf(from: Collected): NonNullable<Logging["audit"]> {
  const enabled = /^enabled (\d)$/m.exec(from.section("audit-status").bytes.toString())?.[1];
  const rules = from.section("audit-rules");
  if (enabled === undefined) return {};
  if (rules.exitCode !== 0) return { enabled: Number(enabled) };
  const asRoot = lines(rules.bytes.toString()).filter(
    (it) =>
      /-S \S*\b(?:execve|all)\b/.test(it) &&
      !/^-a never|^-a [a-z]+,never/.test(it) &&
      (!/-F e?uid/.test(it) || /-F euid=(?:0|root)\b/.test(it)),
  );
  return { enabled: Number(enabled), rootCommands: asRoot.length > 0 };
}

function sudoOf(from: Collected): Pick<Logging, "sudo"> {
  if (from.absent("sudoers")) return { sudo: { installed: false, syslog: false, subcommands: false, sessions: false } };
  const { exitCode, bytes } = from.section("sudoers");
  if (exitCode !== 0) return {};
  const options = bytes
    .toString("utf8")
    .replace(/\\\n/g, " ")
    .split("\n")
    .flatMap((line) => /^\s*Defaults\s+(.*)$/.exec(line)?.[1]?.split(/\s*,\s*/) ?? []);
  const isOn = (name: string, standard: boolean) =>
    options.reduce(
      (on, it) => (it.trim() === `!${name}` ? false : new RegExp(`^${name}(?:\\s*=|$)`).test(it.trim()) ? true : on),
      standard,
    );
  return {
    sudo: {
      installed: true,
      syslog: isOn("syslog", true),
      subcommands: isOn("log_subcmds", false),
      sessions: isOn("log_output", false) || isOn("log_input", false),
    },
  };
}

function sshdLogLevel(from: Collected): string | undefined {
  const told = from.section("sshd-settings");
  if (told.exitCode !== 0) return undefined;
  return parseSettings(told.bytes.toString()).find(([keyword]) => keyword === "loglevel")?.[1];
}
