import { secretsOfArguments } from "../../../host/secret-patterns.ts";

/** An upgrade that a package manager's own log tells of. */
export interface Upgrade {
  /** RFC 3339; logs without a time zone are taken as UTC. */
  readonly at: string;
  readonly command: string;
  readonly packages: number;
}

export interface LogRead {
  readonly upgrades: readonly Upgrade[];
  /** When the log was last written to, RFC 3339. */
  readonly last?: string;
}

const readers: readonly (readonly [RegExp, (text: string) => LogRead])[] = [
  [/^var\/log\/apt\/history\.log$/, aptHistory],
  [/^var\/log\/dpkg\.log$/, dpkgLog],
  [/^var\/log\/dnf\.rpm\.log$/, dnfLog],
];

export function isUpgradeLog(path: string): boolean {
  return path.startsWith("var/log/") && readers.some(([it]) => it.test(path));
}

export function readUpgradeLog(path: string, text: string): LogRead {
  return readers.find(([it]) => it.test(path))?.[1](text) ?? { upgrades: [] };
}

/** RFC 3339 of a day and a time as logs write them; nothing for what is no time. */
function moment(text: string): string | undefined {
  const found = /^(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)?/.exec(text);
  if (found === null) return undefined;
  const zone = (found[3] ?? "Z").replace(/^([+-]\d\d)(\d\d)$/, "$1:$2");
  const at = new Date(`${found[1]}T${found[2]}${zone}`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** A command line may carry a password, such as that of a proxy. */
function told(command: string): string {
  const words = command.slice(0, 500).split(/\s+/);
  return secretsOfArguments(words)
    .reduce((text, { value }) => text.replaceAll(value, "…"), words.join(" "))
    .slice(0, 200);
}

/** Blocks of Start-Date, Commandline, Upgrade and others (apt's history.log). */
function aptHistory(text: string): LogRead {
  let last: string | undefined;
  const upgrades = text.split(/\n\s*\n/).flatMap((block) => {
    const field = (name: string) => new RegExp(`^${name}: *(.*)$`, "m").exec(block)?.[1];
    const at = moment(field("Start-Date") ?? "");
    last = moment(field("End-Date") ?? "") ?? at ?? last;
    const upgraded = field("Upgrade");
    if (at === undefined || upgraded === undefined) return [];
    return [{ at, command: told(field("Commandline") ?? "apt"), packages: upgraded.split("), ").length }];
  });
  return { upgrades, ...(last === undefined ? {} : { last }) };
}

/** Runs of lines that begin with a time; a pause of ten minutes makes another run of them. */
function grouped(text: string, isUpgrade: RegExp, command: string): LogRead {
  const upgrades: { at: string; command: string; packages: number; until: number }[] = [];
  let last: string | undefined;
  for (const line of text.split("\n")) {
    const at = moment(line);
    if (at === undefined) continue;
    last = at;
    if (!isUpgrade.test(line)) continue;
    const run = upgrades.at(-1);
    const time = Date.parse(at);
    if (run !== undefined && time - run.until < 600_000) {
      run.packages += 1;
      run.until = time;
    } else upgrades.push({ at, command, packages: 1, until: time });
  }
  return { upgrades: upgrades.map(({ until: _, ...rest }) => rest), ...(last === undefined ? {} : { last }) };
}

/** `2026-09-02 14:33:21 upgrade libc6:amd64 2.36-9 2.36-10`; from a version to the same one is a second installation. */
function dpkgLog(text: string): LogRead {
  return grouped(text, /^\S+ \S+ upgrade \S+ (\S+) (?!\1$)/, "dpkg");
}

/** `2026-09-02T14:33:21+0000 SUBDEBUG Upgrade: openssl-3.0.7-27.el9.x86_64`. */
function dnfLog(text: string): LogRead {
  return grouped(text, /^\S+ \w+ Upgraded?: /, "dnf");
}
