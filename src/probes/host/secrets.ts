import type { z } from "zod";
import type { Deposit } from "../credential-desk.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import { userNames } from "./accounts.ts";
import { type Collected, deniedPaths, lines } from "./collected.ts";
import type { secretSightingSchema } from "./facts.ts";
import { type Process, readProcesses } from "./processes.ts";
import { secretsOfFile } from "./secret-files.ts";
import { secretsOfHistory, shellWords } from "./secret-history.ts";
import { type FoundSecret, isPlausible, secretOfVariable, secretsOfArguments } from "./secret-patterns.ts";

export type Sighting = z.output<typeof secretSightingSchema>;
/** What becomes of a secret: what may be told of it, and its comparison with what accounts are checked against. */
export type Keeping = Pick<ProbeContext, "fingerprint" | "deposit">;

const cap = 500;

/** Lines of `grep -H` over files, put together again by the path in front: what a file holds can't pass for another. */
export function textsByPath(text: string, path: RegExp): ReadonlyMap<string, string> {
  const parts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const found = path.exec(line)?.[1];
    if (found === undefined) continue;
    const known = parts.get(found) ?? [];
    known.push(line.slice(found.length + 1));
    parts.set(found, known);
  }
  return new Map([...parts].map(([key, all]) => [key, all.join("\n")]));
}

const ofProcess = /^(\/proc\/\d+\/(?:environ|cmdline)):/;

function processSightings(from: Collected, section: "environ" | "cmdline", keeping: Keeping): readonly Sighting[] {
  const processes = readProcesses(from);
  const users = userNames(from);
  // Where grep can't carry a NUL byte the script writes 1 for it, and 2 for a newline.
  const texts = textsByPath(from.section(section).bytes.toString("utf8"), ofProcess);
  return [...texts].flatMap(([path, raw]) => {
    const process = processes.get(Number(path.split("/")[2]));
    const parts = (raw.includes("\0") ? raw : raw.replaceAll("\u0001", "\0").replaceAll("\u0002", "\n")).split("\0");
    const found = section === "environ" ? parts.flatMap(ofAssignment) : secretsOfArguments(parts);
    return found.map((secret) => ({
      where: section === "environ" ? ("process-environment" as const) : ("command-line" as const),
      ...sighted(secret, `${path} of ${process?.name ?? "a process that has ended"}`, keeping),
      user: userOf(process, users),
    }));
  });
}

/** What may be told of a secret; the secret itself stays in memory, for the comparison at the end. */
function sighted({ name, kind, value }: FoundSecret, place: string, { fingerprint, deposit }: Keeping) {
  const told = { place, name: shortened(name), kind };
  deposit.found(value, told);
  return { ...told, fingerprint: fingerprint(value) };
}
function ofAssignment(text: string): readonly FoundSecret[] {
  const equals = text.indexOf("=");
  const found = equals > 0 ? secretOfVariable(text.slice(0, equals), text.slice(equals + 1)) : undefined;
  return found === undefined ? [] : [found];
}
function userOf(process: Process | undefined, users: ReadonlyMap<number, string>): string | undefined {
  if (process === undefined) return undefined;
  return users.get(process.userIds.effective) ?? String(process.userIds.effective);
}
/** A name is text from outside as well: what isn't plainly a name could carry the secret itself. */
export function shortened(name: string): string {
  return /^[\w.:@/-]{1,80}$/.test(name) ? name : "(unusual name)";
}

/** Modes, owners and times by path: `file MODE OWNER WRITTEN PATH` by tabs, written in seconds since 1970. */
export function parseFileHeads(text: string) {
  return lines(text).flatMap((line) => {
    const [, mode = "", owner = "", seconds, path = ""] =
      /^file\t([0-7]{1,4})\t([^\t]*)\t(?:(\d{1,11})\t)?(\/.*)$/.exec(line) ?? [];
    if (path === "") return [];
    const written = seconds === undefined ? {} : { written: new Date(Number(seconds) * 1000).toISOString() };
    return [{ mode: mode.padStart(4, "0"), owner, path, ...written }];
  });
}

const places = { "unit-environment": "unit-file", histories: "history", "secret-files": "file" } as const;
const readers = {
  "unit-environment": (_: string, content: string) => unitSecrets(content),
  histories: (_: string, content: string) => secretsOfHistory(content),
  "secret-files": secretsOfFile,
};

function fileSightings(from: Collected, section: keyof typeof places, keeping: Keeping): readonly Sighting[] {
  const text = from.section(section).bytes.toString("utf8");
  const heads = new Map(parseFileHeads(text).map((head) => [head.path, head]));
  const texts = textsOfKnown(text, [...heads.keys()]);
  return [...texts].flatMap(([path, content]) => {
    const head = heads.get(path);
    if (/\/\.?htpasswd[^/]*$/.test(path)) depositHtpasswd(path, content, keeping.deposit);
    return readers[section](path, content).map((secret) => ({
      where: places[section],
      ...sighted(secret, path, keeping),
      mode: head?.mode,
      owner: head?.owner,
      written: head?.written,
    }));
  });
}

/** What a web server checks passwords against: `USER:HASH` (htpasswd(1)). */
function depositHtpasswd(path: string, content: string, deposit: Deposit): void {
  for (const line of lines(content)) {
    const [user = "", hash = ""] = line.split(":");
    deposit.kept(hash, { scheme: "crypt", account: `${user} of ${path}` });
  }
}

function textsOfKnown(text: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const known = new Set(paths);
  const parts = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    let colon = line.startsWith("/") ? line.indexOf(":") : -1;
    while (colon >= 0 && !known.has(line.slice(0, colon))) colon = line.indexOf(":", colon + 1);
    if (colon < 0) continue;
    const path = line.slice(0, colon);
    const all = parts.get(path) ?? [];
    all.push(line.slice(colon + 1));
    parts.set(path, all);
  }
  return new Map([...parts].map(([path, all]) => [path, all.join("\n")]));
}

/** Credentials by which systemd's own services are set up, without anything secret in them (systemd.system-credentials(7)). */
const plainCredentials =
  /^(?:firstboot\.|login\.|agetty\.|network\.|udev\.|sysctl\.|tmpfiles\.|vmm\.|journal\.|getty\.)/;

/** `Environment="A=b" C=d`, `SetCredential=ID:VALUE` and the arguments of `ExecStart=` of a unit file (systemd.exec(5), systemd.service(5)). */
export function unitSecrets(content: string): readonly FoundSecret[] {
  return content.split("\n").flatMap((line) => {
    const command = /^\s*Exec[A-Za-z]+=[-@:+!|]*(.*)$/.exec(line)?.[1];
    if (command !== undefined) return secretsOfArguments(shellWords(command));
    const [, name = "", set = ""] = /^\s*SetCredential=([^:=\s]+):(.*)$/.exec(line) ?? [];
    if (isPlausible(set.trim()) && !plainCredentials.test(name))
      return [{ name, kind: "credential", value: set.trim() }];
    const value = /^\s*(?:Default)?Environment=(.*)$/.exec(line)?.[1];
    if (value === undefined) return [];
    const assignments = value.match(/"(?:\\.|[^"\\])*"|'[^']*'|(?:[^\s"'\\]|\\.|"[^"]*"|'[^']*')+/g) ?? [];
    return assignments.flatMap((it) =>
      ofAssignment(it.replace(/^(["'])(.*)\1$/, "$2").replace(/=(["'])(.*)\1$/, "=$2")),
    );
  });
}

export function hostSecrets(from: Collected, keeping: Keeping): FactsOf<"host-secrets"> {
  const sightings = [
    ...processSightings(from, "environ", keeping),
    ...processSightings(from, "cmdline", keeping),
    ...fileSightings(from, "unit-environment", keeping),
    ...fileSightings(from, "histories", keeping),
    ...fileSightings(from, "secret-files", keeping),
  ];
  const unique = [...new Map(sightings.map((it) => [`${it.place} ${it.name} ${it.fingerprint}`, it])).values()];
  const sections = ["environ", "cmdline", "unit-environment", "histories", "secret-files"] as const;
  const [environ, cmdline, units, histories, files] = sections.map((name) => {
    const section = from.section(name);
    return {
      text: section.bytes.toString("utf8"),
      denied: deniedPaths(section.stderr),
      cut: Number(section.truncated || section.exitCode !== 0),
    };
  });
  const beyondOf = (text = "") => lines(text).filter((line) => line.startsWith("beyond\t")).length;
  const beyond = beyondOf(files?.text);
  const timedOut = Number(/(?:timed out|memory exhausted)$/m.test(from.section("secret-files").stderr));
  // Where even the first process is hidden, /proc shows nothing but our own (hidepid, proc(5)).
  const hidden = Number(!readProcesses(from).has(1));
  const unreadFiles = files?.denied.length ?? 0;
  const fileCount = parseFileHeads(files?.text ?? "").length;
  return {
    sightings: unique.slice(0, cap),
    lookedAt: {
      processes: textsByPath(environ?.text ?? "", ofProcess).size,
      unitFiles: parseFileHeads(units?.text ?? "").length,
      files: fileCount,
      histories: parseFileHeads(histories?.text ?? "").length,
    },
    denied: {
      processes:
        new Set([...(environ?.denied ?? []), ...(cmdline?.denied ?? [])].map((path) => path.split("/")[2])).size +
        hidden +
        (environ?.cut ?? 0) +
        (cmdline?.cut ?? 0),
      unitFiles: (units?.denied.length ?? 0) + (units?.cut ?? 0),
      files: unreadFiles + (files?.cut ?? 0) + beyond + timedOut + Math.max(0, unique.length - cap),
      histories: (histories?.denied.length ?? 0) + (histories?.cut ?? 0) + beyondOf(histories?.text),
    },
  };
}
