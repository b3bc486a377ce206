import type { z } from "zod";
import type { imageComponentsSchema } from "../facts/packages.ts";
import type { Collector, ImageView, Noted } from "./collector.ts";
import type { Component } from "./components/component.ts";
import { goBuild } from "./components/go-build-info.ts";
import { isJar, readJar } from "./components/jar.ts";
import { isManifest, readManifest } from "./components/manifests.ts";
import { executableLimit, isElf, mayBeProgram } from "./executables.ts";
import { type OwnedFiles, ownedFiles, ownersAmong, packagedFiles, wantsOwners } from "./packaged-files.ts";

type Facts = z.output<typeof imageComponentsSchema>;
interface Note {
  readonly owned?: OwnedFiles;
  readonly components?: readonly Component[];
  /** What in the file says nothing of itself: the empty name is the file. */
  readonly unidentified?: readonly string[];
  readonly trouble?: string;
}

const textLimit = 32 * 1024 * 1024;
const jarLimit = 128 * 1024 * 1024;
const caps = { components: 50_000, unidentified: 1000 } as const;
/** Programs in there belong to a package of their language. */
const inPackages = /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems)\//;

/** Packages of programming languages, and what nothing says the origin of. */
export const components: Collector<Facts, Note> = {
  wants: (entry) => {
    const owners = wantsOwners(entry);
    if (owners > 0 || entry.type !== "file") return owners;
    if (isManifest(entry.path)) return textLimit;
    if (isJar(entry.path)) return jarLimit;
    return mayBeProgram(entry) ? (entry.size <= executableLimit ? entry.size : 4) : 0;
  },
  note: (entry, content) => {
    if (wantsOwners(entry) > 0) return { owned: ownedFiles(entry, content) };
    if (entry.type !== "file") return undefined;
    const isCut = content.length < entry.size;
    if (isManifest(entry.path)) {
      if (isCut) return { trouble: "is too large to be read" };
      const found = readManifest(entry.path, content);
      return found.length === 0 ? undefined : { components: found };
    }
    if (isJar(entry.path)) {
      if (isCut) return { unidentified: [""], trouble: "is too large to be read" };
      const { components: found, unidentified, whole } = readJar(content);
      return { components: found, unidentified, ...(whole ? {} : { trouble: "can't be read whole" }) };
    }
    if (!isElf(content)) return undefined;
    const build = isCut ? undefined : goBuild(content);
    return build === undefined || build.components.length === 0
      ? { unidentified: [""] }
      : { components: build.components };
  },
  conclude: (view) => {
    const packaged = packagedFiles(ownersAmong(view.visible), view);
    // What the distribution's own packages bring is patched by it: its list is the one that counts.
    const own = view.visible.filter((it) => packaged.owner(it.entry.path) === undefined);
    const found = unique(own);
    const unidentified = own.flatMap(({ entry, note }) =>
      inPackages.test(entry.path) ? [] : (note.unidentified ?? []).map((it) => `/${entry.path}${it}`),
    );
    return {
      components: found.slice(0, caps.components),
      unidentified: unidentified.slice(0, caps.unidentified),
      unseen: [...view.unseen, ...unseenOf(own, found.length, unidentified.length)],
    };
  },
};

/** What is installed comes first; a lock tells the same package once more. */
function unique(notes: readonly Noted<Note>[]): Facts["components"] {
  const isLock = (path: string) => /(?:\.lock|-lock\.json|shrinkwrap\.json|\.txt)$/.test(path);
  const byName = new Map<string, Facts["components"][number]>();
  for (const { entry, note } of notes.toSorted((a, b) => Number(isLock(a.entry.path)) - Number(isLock(b.entry.path))))
    for (const it of note.components ?? []) {
      const key = `${it.ecosystem} ${it.name} ${it.version}`;
      if (!byName.has(key)) byName.set(key, { ...it, path: `/${entry.path}` });
    }
  return [...byName.values()];
}

function unseenOf(
  notes: readonly Noted<Note>[],
  found: number,
  unidentified: number,
): ImageView<Note>["unseen"] & Facts["unseen"] {
  const gap = (reason: string) => ({ reason, wouldVerify: "look by hand which components it holds" });
  const troubled = notes.filter((it) => it.note.trouble !== undefined);
  return [
    ...troubled.slice(0, 20).map(({ entry, note }) => gap(`/${entry.path} ${note.trouble}`)),
    ...(troubled.length > 20 ? [gap(`${troubled.length - 20} more files can't be read`)] : []),
    ...(found > caps.components ? [gap(`only ${caps.components} of ${found} components are listed`)] : []),
    ...(unidentified > caps.unidentified
      ? [gap(`only ${caps.unidentified} of ${unidentified} unidentified files are listed`)]
      : []),
  ];
}
