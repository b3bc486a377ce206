import { TroubleError } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { isSecurity, listsSigned, parseReleases, parseTimes, type Release } from "./apt-lists.ts";
import { type Collected, lines } from "./collected.ts";
import { parseOsRelease } from "./os.ts";
import { parseRpm } from "./packages.ts";

type Updates = FactsOf<"host-updates">;
type Pending = Updates["pending"];

/**
 * `apt list -a --upgradable`: blocks of one package, newest version first. A version between the installed one and
 * the candidate that a security source offers makes the whole update one of security.
 */
export function parseAptUpgradable(text: string, securityArchives: ReadonlySet<string>): Pending {
  return text.split(/\n\s*\n|^Listing\.\.\..*\n/m).flatMap((block) => {
    const versions = lines(block).flatMap((line) => {
      const found = /^([^/\s]+)\/(\S+) (\S+) (\S+)(?: \[(.*)\])?$/.exec(line);
      if (found === null) return [];
      const [, name = "", archives = "", version = "", , status = ""] = found;
      return [{ name, archives: archives.split(","), version, status }];
    });
    const [candidate] = versions.filter(({ status }) => status.startsWith("upgradable from: "));
    if (candidate === undefined) return [];
    const installedAt = versions.findIndex(({ status }) => status.startsWith("installed"));
    const newer = installedAt < 0 ? versions : versions.slice(0, installedAt);
    const origins = new Set(newer.flatMap(({ archives }) => archives).filter((archive) => archive !== "now"));
    return [
      {
        name: candidate.name,
        installed: candidate.status.slice("upgradable from: ".length),
        candidate: candidate.version,
        origin: [...origins].join(","),
        security: [...origins].some((it) => it.endsWith("-security") || securityArchives.has(it)),
      },
    ];
  });
}

function aptUpdates(from: Collected): Updates {
  const times = parseTimes(from.text("apt-lists"));
  const releases = parseReleases(from.section("apt-releases").bytes.toString());
  const security = releases.filter(isSecurity);
  const archives = new Set(
    security.flatMap(({ fields }) => [fields["Suite"], fields["Codename"]]).filter((it) => it !== undefined),
  );
  const codename = parseOsRelease(from.section("os-release").bytes.toString())["VERSION_CODENAME"];
  const signatures = from.section("apt-signatures");
  const serving = security.filter((release) => isFor(release, codename));
  return {
    listsAgeSeconds: securityAge(from, times, serving) ?? age(from, times),
    listsSigned: signatures.exitCode === 127 ? undefined : listsSigned([...times.keys()], signatures.bytes.toString()),
    securitySource: serving.length > 0,
    pending: parseAptUpgradable(from.text("updates-apt"), archives),
  };
}

/** A security source of another release of the distribution doesn't serve this host. */
function isFor({ fields }: Release, codename: string | undefined): boolean {
  return codename === undefined || [fields["Codename"], fields["Suite"]].some((it) => it?.includes(codename) === true);
}

/**
 * Age of the security lists by themselves, where lists fetched from elsewhere can't vouch for them: they say until
 * when they count, and that is over, or they don't say it. apt keeps a list's time of publication, not that of fetching.
 */
function securityAge(
  from: Collected,
  times: ReadonlyMap<string, number>,
  serving: readonly Release[],
): number | undefined {
  const clock = Number(from.text("clock").trim());
  const ages = serving.map(({ path, fields }) => {
    const counts = Date.parse(fields["Valid-Until"] ?? "") / 1000;
    if (counts >= clock) return undefined;
    const published = Date.parse(fields["Date"] ?? "") / 1000;
    return Math.floor(clock - Math.min(times.get(path) ?? clock, Number.isNaN(published) ? clock : published));
  });
  if (ages.length === 0 || ages.includes(undefined)) return undefined;
  return Math.max(0, Math.min(...ages.filter((it) => it !== undefined)));
}

function age(from: Collected, times: ReadonlyMap<string, number>): number | undefined {
  if (times.size === 0) return undefined;
  return Math.max(0, Number(from.text("clock").trim()) - Math.max(...times.values()));
}

/** `dnf list --upgrades`: `NAME.ARCH VERSION REPOSITORY`; `dnf updateinfo list` names the advisories' packages. */
export function parseDnf(upgrades: string, advisories: string, installed: ReadonlyMap<string, string>): Pending {
  const security = new Set(
    lines(advisories).flatMap((line) => {
      const found = /^\S+\s+(\S*(?:Sec\.|security)\S*)\s+(?:\S+\s+)?(\S+)-[^-\s]+-[^-\s]+$/i.exec(line.trim());
      return found?.[2] === undefined ? [] : [found[2]];
    }),
  );
  return lines(upgrades).flatMap((line) => {
    const found = /^(\S+)\.[^.\s]+\s+(\S+)\s+(\S+)$/.exec(line.trim());
    if (found === null) return [];
    const [, name = "", candidate = "", origin = ""] = found;
    return [{ name, installed: installed.get(name) ?? "", candidate, origin, security: security.has(name) }];
  });
}

function dnfUpdates(from: Collected): Updates {
  const versions = new Map(parseRpm(from.text("packages-rpm")).map(({ name, version }) => [name, version]));
  return {
    listsAgeSeconds: age(from, parseTimes(from.section("dnf-lists").bytes.toString())),
    securitySource: from.section("dnf-advisories").bytes.length > 0,
    pending: parseDnf(from.text("updates-dnf-all"), from.text("updates-dnf"), versions),
  };
}

/** `apk version -l '<'`: `NAME-VERSION < AVAILABLE`. Alpine marks no update as one of security, so each counts as one. */
export function parseApkVersion(text: string): Pending {
  return lines(text).flatMap((line) => {
    const found = /^(\S+)-(\d\S*-r\d+)\s+<\s+(\S+)/.exec(line.trim());
    if (found === null) return [];
    const [, name = "", installed = "", candidate = ""] = found;
    return [{ name, installed, candidate, origin: "alpine", security: true }];
  });
}

function apkUpdates(from: Collected): Updates {
  const times = parseTimes(from.section("apk-lists").bytes.toString());
  return {
    listsAgeSeconds: age(from, times),
    securitySource: times.size > 0,
    pending: parseApkVersion(from.text("updates-apk")),
  };
}

export function hostUpdates(from: Collected): Updates {
  if (!from.absent("updates-apt")) return aptUpdates(from);
  if (!from.absent("updates-dnf")) return dnfUpdates(from);
  if (!from.absent("updates-apk")) return apkUpdates(from);
  throw new TroubleError({
    kind: "unsupported",
    message: "neither apt, dnf nor apk is here to tell of pending updates",
    wouldVerify: "look for pending updates with the host's own package manager",
  });
}
