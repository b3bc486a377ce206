import { createHash } from "node:crypto";
import type { Trouble } from "../../transports/trouble.ts";
import { verifyClearSigned } from "../clear-signed.ts";
import type { SuiteFiles } from "../history.ts";
import type { SuiteList } from "../suite-list.ts";
import { decompressed } from "./decompress.ts";
import { type Offered, readPackages } from "./packages.ts";
import { parseRelease, type Release } from "./release.ts";
import type { AptSource } from "./source.ts";

const mebibyte = 1024 * 1024;
const forms = [".gz", ".xz", ""];

/**
 * Reads one suite: its InRelease with a good signature, of this very suite, and the lists whose hashes it names. Any
 * step that fails is trouble for the whole suite: half a list clears nothing.
 */
export async function readSuite(
  source: AptSource,
  architecture: string,
  wanted: ReadonlySet<string>,
  files: SuiteFiles,
  options: { readonly keyring: string; readonly signal?: AbortSignal },
): Promise<SuiteList | Trouble> {
  const index = await files.read("InRelease", 4 * mebibyte);
  if ("kind" in index) return index;
  const signed = await verifyClearSigned(index, options.keyring, options.signal);
  if ("kind" in signed) return signed;
  const release = parseRelease(signed.text);
  if (release === undefined) return malformed(source, "the index has no date or no hashes");
  if (release.codename !== source.suite && release.suite !== source.suite)
    return malformed(source, `the index is that of ${release.suite || release.codename}`);
  const offered: Offered = new Map();
  for (const component of source.components) {
    const part = await readComponent(source, release, `${component}/binary-${architecture}/Packages`, wanted, files);
    if (part === undefined) continue;
    if ("kind" in part) return part;
    for (const [key, version] of part) offered.set(key, version);
  }
  const list = {
    ...{ uri: source.uri, suite: source.suite, security: source.security, verified: true },
    ...(release.validUntil !== undefined && { validUntil: release.validUntil.toISOString() }),
    ...{ date: release.date.toISOString(), fetchedAt: files.fetchedAt.toISOString() },
  };
  return { list, offered };
}

/** One component's list; nothing where the suite names none for this architecture. */
async function readComponent(
  source: AptSource,
  release: Release,
  path: string,
  wanted: ReadonlySet<string>,
  files: SuiteFiles,
): Promise<Offered | Trouble | undefined> {
  const named = forms.filter((it) => release.files.has(path + it));
  if (named.length === 0)
    return path.startsWith("main/")
      ? malformed(source, `it names no list ${path}: the architecture is not covered`)
      : undefined;
  let first: Trouble | undefined;
  for (const form of named) {
    const expected = release.files.get(path + form);
    const bytes = await files.read(path + form, Math.min((expected?.bytes ?? 0) + 1, 256 * mebibyte));
    if ("kind" in bytes) {
      first ??= bytes;
      continue;
    }
    if (createHash("sha256").update(bytes).digest("hex") !== expected?.sha256)
      return malformed(source, `${path}${form} has not the hash that the signed index names`);
    try {
      return await readPackages(decompressed(bytes, form), wanted);
    } catch (error) {
      first ??= malformed(source, `${path}${form} can't be read: ${error instanceof Error ? error.message : error}`);
    }
  }
  return first;
}

function malformed({ uri, suite }: AptSource, why: string): Trouble {
  return {
    kind: "unparsable",
    message: `${uri} ${suite}: ${why}`,
    wouldVerify: "try again later, or name another mirror under `advisories`",
  };
}
