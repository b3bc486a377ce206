import type { z } from "zod";
import { parseOsRelease } from "../../host/os.ts";
import type { imagePackagesSchema } from "../facts/packages.ts";
import type { Collector, ImageView, Noted } from "./collector.ts";
import { builtNotBefore, type Moment, momentOf } from "./packages/built-not-before.ts";
import {
  databaseLimit,
  isPackageDatabase,
  managerOf,
  type PackageDatabase,
  readPackageDatabase,
} from "./packages/installed.ts";
import { isKeyFile, isTrustedKeyFile } from "./packages/key-places.ts";
import { openPgpFingerprints, pemFingerprints } from "./packages/openpgp.ts";
import { isSourcesFile, type PackageSource, readSources } from "./packages/package-sources.ts";
import { isSettingsFile, uncheckedIn } from "./packages/unchecked-settings.ts";
import { isUpgradeLog, type LogRead, readUpgradeLog } from "./packages/upgrade-logs.ts";

type Facts = z.output<typeof imagePackagesSchema>;
type Note =
  | { readonly kind: "os"; readonly release: Readonly<Record<string, string>> }
  | { readonly kind: "database"; readonly database: PackageDatabase }
  | { readonly kind: "sources"; readonly sources: readonly PackageSource[] }
  | { readonly kind: "settings"; readonly settings: readonly string[] }
  | { readonly kind: "keys"; readonly fingerprints: readonly string[] }
  | { readonly kind: "log"; readonly log: LogRead }
  | { readonly kind: "cut" };

const tooLarge: PackageDatabase = { packages: [], trouble: `is larger than ${databaseLimit / 1024 / 1024} MB` };
const isOsRelease = (path: string) => path === "etc/os-release" || path === "usr/lib/os-release";
const textLimit = 4 * 1024 * 1024;

/** Distribution, installed packages, where packages come from and who is trusted for them, and when they were upgraded. */
export const packages: Collector<Facts, Note> = {
  wants: ({ type, path }) => {
    if (type !== "file") return 0;
    if (isPackageDatabase(path)) return databaseLimit;
    const isText = isOsRelease(path) || isSourcesFile(path) || isUpgradeLog(path) || isKeyFile(path);
    return isText || isSettingsFile(path) ? textLimit : 0;
  },
  note: (entry, content) => {
    const { path, type } = entry;
    if (type !== "file") return undefined;
    if (isPackageDatabase(path)) {
      const { packages: found, ...rest } = content.length < entry.size ? tooLarge : readPackageDatabase(path, content);
      // What files they own is a matter of other collectors.
      return { kind: "database", database: { ...rest, packages: found.map(({ files: _, ...it }) => it) } };
    }
    const text = () => content.toString("utf8");
    const isCut = content.length < entry.size;
    if (isOsRelease(path)) return { kind: "os", release: parseOsRelease(text()) };
    if (isUpgradeLog(path)) return { kind: "log", log: readUpgradeLog(path, text()) };
    if (isKeyFile(path))
      return {
        kind: "keys",
        fingerprints: path.startsWith("etc/apk/") ? pemFingerprints(content) : openPgpFingerprints(content),
      };
    if (isSourcesFile(path)) return isCut ? { kind: "cut" } : { kind: "sources", sources: readSources(path, text()) };
    if (!isSettingsFile(path)) return undefined;
    const settings = uncheckedIn(path, text());
    return isCut ? { kind: "cut" } : settings.length === 0 ? undefined : { kind: "settings", settings };
  },
  conclude: (view) => {
    const of = <K extends Note["kind"]>(kind: K) =>
      view.visible.filter((it): it is Noted<Extract<Note, { kind: K }>> => it.note.kind === kind);
    const databases = of("database");
    const sources = of("sources").flatMap(({ entry, note }) =>
      note.sources.map((it) => ({ place: `/${entry.path}`, ...it })),
    );
    const built = builtNotBefore(view, momentsOf(databases, of("log")));
    const manager = databases.map((it) => managerOf(it.entry.path)).find((it) => it !== undefined);
    return {
      ...osOf(of("os")),
      ...(manager === undefined ? {} : { manager }),
      packages: databases.flatMap((it) => it.note.database.packages.map(({ files: _, ...rest }) => rest)),
      sources: sources.map(({ signedBy: _, ...it }) => ({
        ...it,
        suites: [...it.suites],
        unchecked: [...it.unchecked],
      })),
      uncheckedSettings: of("settings").flatMap(({ entry, note }) =>
        note.settings.map((setting) => ({ place: `/${entry.path}`, setting })),
      ),
      keys: [...keysOfFiles(view, of("keys"), sources), ...keysElsewhere(databases, sources)],
      upgrades: upgradesOf(of("log")),
      ...(built === undefined ? {} : { builtNotBefore: built }),
      unseen: [...view.unseen, ...unseenOf(view, databases, of("cut"))],
    };
  },
};

function osOf(found: readonly Noted<Extract<Note, { kind: "os" }>>[]): Pick<Facts, "os"> {
  const release = (found.find((it) => it.entry.path === "etc/os-release") ?? found[0])?.note.release;
  const id = release?.["ID"];
  if (release === undefined || id === undefined) return {};
  const [versionId, codename] = [release["VERSION_ID"], release["VERSION_CODENAME"]];
  return {
    os: {
      id,
      ...(versionId ? { versionId } : {}),
      ...(codename ? { codename } : {}),
      prettyName: release["PRETTY_NAME"] ?? release["NAME"] ?? id,
    },
  };
}

type KeyFile = Noted<Extract<Note, { kind: "keys" }>>;
type Database = Noted<Extract<Note, { kind: "database" }>>;
type Source = PackageSource & { readonly place: string };

/** A key file that only its folder names is trusted where a source names it. */
function keysOfFiles(view: ImageView<Note>, files: readonly KeyFile[], sources: readonly Source[]): Facts["keys"] {
  const named = new Set(
    sources.flatMap((it) => it.signedBy).flatMap((it) => [it.slice(1), view.resolve(it)?.path ?? ""]),
  );
  return files
    .filter(({ entry }) => isTrustedKeyFile(entry.path) || named.has(entry.path))
    .map(({ entry, note }) => ({ place: `/${entry.path}`, fingerprints: [...note.fingerprints] }));
}

/** Keys inside rpm's database, and in the sources themselves. */
function keysElsewhere(databases: readonly Database[], sources: readonly Source[]): Facts["keys"] {
  const read = (key: string) => [...openPgpFingerprints(Buffer.from(key, "latin1"))];
  return [
    ...databases.flatMap(({ entry, note }) =>
      (note.database.keys ?? []).map((key) => ({ place: `/${entry.path}`, fingerprints: read(key) })),
    ),
    ...sources.flatMap((it) =>
      it.signedBy
        .filter((key) => key.includes("-----BEGIN PGP"))
        .map((key) => ({ place: it.place, fingerprints: read(key) })),
    ),
  ];
}

/** dpkg's log tells the same upgrades as apt's, without the command: it counts where apt's is missing. */
function upgradesOf(logs: readonly Noted<Extract<Note, { kind: "log" }>>[]): Facts["upgrades"] {
  const hasHistory = logs.some((it) => it.entry.path.endsWith("history.log") && it.note.log.last !== undefined);
  return logs
    .filter((it) => !hasHistory || !it.entry.path.endsWith("dpkg.log"))
    .flatMap((it) => [...it.note.log.upgrades])
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}

function momentsOf(databases: readonly Database[], logs: readonly Noted<Extract<Note, { kind: "log" }>>[]) {
  const found: readonly (Moment | undefined)[] = [
    ...databases.map((it) => momentOf(it.note.database.newest ?? 0, `/${it.entry.path}: newest installation`)),
    ...logs.map(({ entry, note }) =>
      note.log.last === undefined ? undefined : { at: note.log.last, by: `/${entry.path}: last entry` },
    ),
  ];
  return found.filter((it) => it !== undefined);
}

function unseenOf(view: ImageView<Note>, databases: readonly Database[], cut: readonly Noted<Note>[]): Facts["unseen"] {
  const pending = databases
    .map((it) => `${it.entry.path}-wal`)
    .filter((path) => path.endsWith(".sqlite-wal") && (view.entries.get(path)?.size ?? 0) > 0);
  const [first] = databases;
  const isEmpty = databases.every(
    ({ note }) => note.database.packages.length === 0 && note.database.trouble === undefined,
  );
  return [
    ...(first !== undefined && isEmpty
      ? [
          {
            reason: `/${first.entry.path} names no package, although the image has files`,
            wouldVerify: "keep the package database in the image",
          },
        ]
      : []),
    ...databases.flatMap(({ entry, note }) =>
      note.database.trouble === undefined
        ? []
        : [{ reason: `/${entry.path} ${note.database.trouble}`, wouldVerify: "attest which packages are installed" }],
    ),
    ...pending.map((path) => ({
      reason: `/${path} holds changes that aren't in the database yet`,
      wouldVerify: "end the build with `rpm --rebuilddb`",
    })),
    ...cut.map(({ entry }) => ({
      reason: `/${entry.path} is larger than ${textLimit / 1024 / 1024} MB`,
      wouldVerify: "make it smaller",
    })),
  ];
}
