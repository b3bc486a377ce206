import { type Component, component } from "./component.ts";
import { zipEntries } from "./zip.ts";

/** Archives inside an archive are looked into twice: a web archive in an enterprise archive holds libraries. */
const deepest = 3;
const archiveLimit = 64 * 1024 * 1024;
const textLimit = 256 * 1024;
/** Bytes that one archive may unpack to, with all that is in it. */
const unpackLimit = 512 * 1024 * 1024;

export interface JarRead {
  readonly components: readonly Component[];
  /** Archives that say nothing of what they are: the file itself is the empty name. */
  readonly unidentified: readonly string[];
  /** Whether all of it was looked at. */
  readonly whole: boolean;
}

export const isJar = (path: string) => /\.(?:jar|war|ear|hpi|jpi)$/.test(path);

/** What Maven says inside an archive of Java, and inside the archives in it. */
export function readJar(file: Buffer): JarRead {
  const spending = { left: unpackLimit };
  return readLevel(file, "", 1, spending);
}

function readLevel(file: Buffer, name: string, depth: number, spending: { left: number }): JarRead {
  const entries = zipEntries(file);
  if (entries === undefined) return { components: [], unidentified: [name], whole: false };
  const own: Component[] = [];
  const inner: JarRead[] = [];
  let whole = true;
  for (const entry of entries) {
    if (/^META-INF\/maven\/[^/]+\/[^/]+\/pom\.properties$/.test(entry.name))
      own.push(...pomProperties(entry.read(textLimit)?.toString("latin1") ?? ""));
    else if (isJar(entry.name)) {
      const archive =
        depth < deepest && spending.left > 0 ? entry.read(Math.min(archiveLimit, spending.left)) : undefined;
      spending.left -= archive?.length ?? 0;
      if (archive === undefined) whole = false;
      else inner.push(readLevel(archive, `${name}!/${entry.name}`, depth + 1, spending));
    }
  }
  const isNamed = own.length > 0 || inner.length > 0;
  return {
    components: [...own, ...inner.flatMap((it) => it.components)],
    unidentified: [...(isNamed ? [] : [name]), ...inner.flatMap((it) => it.unidentified)],
    whole: whole && inner.every((it) => it.whole),
  };
}

function pomProperties(text: string): readonly Component[] {
  const value = (key: string) => new RegExp(`^${key}=(.*)$`, "m").exec(text)?.[1]?.trim() ?? "";
  return component("Maven", `${value("groupId")}:${value("artifactId")}`, value("version"));
}
