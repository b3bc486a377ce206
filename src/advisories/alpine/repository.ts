import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Trouble } from "../../transports/trouble.ts";
import type { SuiteFiles } from "../history.ts";
import type { Offer, SuiteList } from "../suite-list.ts";
import { compareApkVersions } from "../versions/apk.ts";
import { isSignedBy, readIndex, takeApart } from "./index-file.ts";

/** One repository of an Alpine branch. */
export interface ApkSource {
  /** Such as `https://mirror.example.com/alpine/v3.20/main`. */
  readonly uri: string;
  /** apk's name of it: `x86_64`, `aarch64`, `armv7`, `x86` … */
  readonly architecture: string;
}

const indexBytes = 32 * 1024 * 1024;
const architectures: Readonly<Record<string, string>> = {
  amd64: "x86_64",
  arm64: "aarch64",
  arm: "armv7",
  "386": "x86",
};

/** The repositories of a release; a branch gets nothing but fixes, so each of them is its security suite, too. */
export function apkSources(mirror: string, versionId: string, architecture: string): readonly ApkSource[] {
  const branch = /^(\d+\.\d+)/.exec(versionId)?.[1];
  const base = `${mirror.replace(/\/+$/, "")}/${branch === undefined ? "edge" : `v${branch}`}`;
  const apk = architectures[architecture] ?? architecture;
  return ["main", "community"].map((it) => ({ uri: `${base}/${it}`, architecture: apk }));
}

/**
 * Reads one repository: its index, signed by a key of the folder. The index bears the name of the key only, so that a name
 * that is not a file of that folder is never looked for elsewhere.
 */
export async function readRepository(
  source: ApkSource,
  wanted: ReadonlySet<string>,
  files: SuiteFiles,
  keys: string,
): Promise<SuiteList | Trouble> {
  const file = await files.read("APKINDEX.tar.gz", indexBytes);
  if ("kind" in file) return file;
  const index = takeApart(file);
  if (index === undefined) return malformed(source, "the index bears no signature that apk would read");
  const key = await readFile(join(keys, index.key), "utf8").catch(() => undefined);
  if (key === undefined) return malformed(source, `the index is signed by ${index.key}, which is not in ${keys}`);
  if (!isSignedBy(index, key)) return malformed(source, `the index has no good signature of ${index.key}`);
  const read = readIndex(index, wanted);
  if (read === undefined) return malformed(source, "the index can't be unpacked");
  const offered = new Map<string, Offer>();
  for (const [name, versions] of read.offered)
    offered.set(`${name}:all`, {
      version: versions.reduce((a, b) => ((compareApkVersions(a, b) ?? 0) < 0 ? b : a)),
    });
  const list = {
    ...{ uri: source.uri, suite: source.architecture, security: true, verified: true },
    ...{ date: read.date.toISOString(), fetchedAt: files.fetchedAt.toISOString() },
  };
  return { list, offered };
}

function malformed({ uri }: ApkSource, why: string): Trouble {
  return {
    kind: "unparsable",
    message: `${uri}: ${why}`,
    wouldVerify: "name the folder with Alpine's keys under `advisories`, or another mirror",
  };
}
