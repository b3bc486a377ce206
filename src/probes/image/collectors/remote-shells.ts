import type { z } from "zod";
import type { imageRemoteShellsSchema } from "../facts/files.ts";
import type { Collector, ImageView, LayerEntry, Noted } from "./collector.ts";
import { executableLimit, isElf, mayBeProgram } from "./executables.ts";
import { installedNames, isPackageDatabase } from "./packages/installed.ts";
import { type ExecutableShells, executableShells } from "./remote-shells/executable-shells.ts";
import { isKeyPlace, keysTold } from "./remote-shells/key-files.ts";
import { knownShells } from "./remote-shells/known-shells.ts";
import {
  isServiceDefinition,
  mentionsShell,
  shellEnabledBy,
  shellOfProgram,
  shellsStartedBy,
} from "./remote-shells/service-definitions.ts";
import { portShell, startsOf } from "./remote-shells/starts.ts";

type Facts = z.output<typeof imageRemoteShellsSchema>;
type Found = Facts["found"][number];
type Note =
  | { readonly kind: "elf"; readonly is: ExecutableShells }
  | { readonly kind: "too-large" }
  | { readonly kind: "script" | "service"; readonly started: ReturnType<typeof shellsStartedBy> }
  | { readonly kind: "keys"; readonly found: Omit<Found, "place"> }
  | { readonly kind: "packages"; readonly names: readonly string[] };

const textLimit = 256 * 1024;
const cap = 500;

/** Remote shell services: by package, by path, by what executables hold, by what starts, by port and by keys. */
export const remoteShells: Collector<Facts, Note> = {
  wants: (entry) => {
    if (entry.type !== "file") return 0;
    if (isPackageDatabase(entry.path)) return entry.size;
    if (isServiceDefinition(entry.path) || isKeyPlace(entry.path)) return textLimit;
    return mayBeProgram(entry) ? (entry.size <= executableLimit ? entry.size : 4) : 0;
  },
  note: (entry, content) => {
    if (isPackageDatabase(entry.path)) {
      const names = installedNames(entry.path, content);
      return names.length === 0 ? undefined : { kind: "packages", names };
    }
    if (isKeyPlace(entry.path)) {
      const found = keysTold(entry.path, content);
      return found === undefined ? undefined : { kind: "keys", found };
    }
    if (isServiceDefinition(entry.path)) return startsNote("service", entry, content);
    if (isElf(content)) return entry.size > executableLimit ? { kind: "too-large" } : elfNote(content);
    const isScript = content[0] === 0x23 && content[1] === 0x21;
    return isScript ? startsNote("script", entry, content.subarray(0, textLimit)) : undefined;
  },
  conclude: (view) => {
    const notes = view.visible;
    const found = [
      ...byPackage(notes),
      ...byPath(view),
      ...notes.flatMap(({ entry, note }) => toldBy(entry, note)),
      ...startsOf(view, startingScripts(notes), shellsByContent(notes)),
      ...view.configuration.ports.flatMap((port) => {
        const shell = portShell(port);
        return shell === undefined ? [] : [{ shell, how: "port" as const, place: port }];
      }),
    ];
    const executables = notes.filter((it) => it.note.kind === "elf").length;
    return { found: found.slice(0, cap), executables, unseen: [...view.unseen, ...unseenOf(notes, found.length)] };
  },
};

function elfNote(content: Buffer): Note {
  return { kind: "elf", is: executableShells(content) };
}

function startsNote(kind: "script" | "service", entry: LayerEntry, content: Buffer): Note | undefined {
  if (!mentionsShell(content)) return undefined;
  const started = shellsStartedBy(entry.path, content.toString("latin1"));
  return started.length === 0 ? undefined : { kind, started };
}

function toldBy(entry: LayerEntry, note: Note): readonly Found[] {
  const place = `/${entry.path}`;
  switch (note.kind) {
    case "elf":
      return [
        ...note.is.shells.map((shell) => ({ shell, how: "content" as const, place })),
        ...note.is.applets.map((shell) => ({ shell, how: "applet" as const, place })),
      ];
    case "service":
      return note.started.map(({ shell, command }) => ({ shell, how: "configuration", place, detail: command }));
    case "keys":
      return [{ ...note.found, place }];
    default:
      return [];
  }
}

function byPackage(notes: readonly Noted<Note>[]): readonly Found[] {
  const names = notes.flatMap(({ note }) => (note.kind === "packages" ? note.names : []));
  return [...new Set(names)].flatMap((name) => {
    const known = knownShells.find((it) => it.packages.includes(name));
    return known === undefined ? [] : [{ shell: known.shell, how: "package" as const, place: name }];
  });
}

/** Programs by their name, and services that a link enables. */
function byPath(view: ImageView<Note>): readonly Found[] {
  const found: Found[] = [];
  // There may be millions: none is kept that tells nothing.
  for (const entry of view.entries.values()) {
    const place = `/${entry.path}`;
    const enabled = shellEnabledBy(entry.path);
    const named = enabled === undefined ? shellNamed(entry, view) : undefined;
    if (enabled !== undefined) found.push({ shell: enabled, how: "configuration", place });
    if (named !== undefined) found.push({ shell: named, how: "path", place });
  }
  return found;
}

function shellNamed(entry: LayerEntry, view: ImageView<Note>): string | undefined {
  const shell = shellOfProgram(entry.path);
  if (shell === undefined || /^(?:etc|proc|sys|run|var\/lib\/dpkg|usr\/share)\//.test(entry.path)) return undefined;
  const program = entry.type === "symlink" ? view.resolve(entry.path) : entry;
  const isFile = program?.type === "file" || program?.type === "hardlink";
  return isFile && (program.mode & 0o111) !== 0 ? shell : undefined;
}

function startingScripts(notes: readonly Noted<Note>[]) {
  return new Map(
    notes.flatMap(({ entry, note }) => (note.kind === "script" ? [[entry.path, note.started] as const] : [])),
  );
}

function shellsByContent(notes: readonly Noted<Note>[]) {
  return new Map(
    notes.flatMap(({ entry, note }) => (note.kind === "elf" ? [[entry.path, note.is.shells] as const] : [])),
  );
}

function unseenOf(notes: readonly Noted<Note>[], found: number): Facts["unseen"] {
  const paths = (is: (note: Note) => boolean) => notes.filter((it) => is(it.note)).map((it) => `/${it.entry.path}`);
  const told: readonly (readonly [readonly string[], string, string])[] = [
    [
      paths((note) => note.kind === "too-large"),
      `larger than ${executableLimit / 1024 / 1024} MB, so that its content wasn't looked at`,
      "look by hand whether it serves a shell",
    ],
    [
      paths((note) => note.kind === "elf" && note.is.packed),
      "packed by UPX, so that its content can't be looked at",
      "unpack it before it goes into the image",
    ],
    [
      paths((note) => note.kind === "elf" && note.is.goServer && note.is.shells.length === 0),
      "serves SSH by a library of Go; whether that gives a shell isn't in the file",
      "look by hand what it serves over SSH",
    ],
  ];
  return [
    ...told.flatMap(([all, because, wouldVerify]) => {
      if (all.length === 0) return [];
      const more = all.length > 5 ? ` and ${all.length - 5} more` : "";
      return [{ reason: `${all.slice(0, 5).join(", ")}${more}: ${because}`, wouldVerify }];
    }),
    ...(found > cap
      ? [{ reason: `only ${cap} of ${found} traces are told`, wouldVerify: "remove the ones that are told" }]
      : []),
  ];
}
