import { isAbsolute, join } from "node:path";

/** Keys of declarations whose values are paths of files or folders, wherever they stand. */
const pathKeys: ReadonlySet<string> = new Set([
  ...["path", "overrides", "environmentFile", "trust", "ctLogs"],
  ...["cosignKey", "gpgKeyring", "keyring", "keys", "cache", "archive", "csv", "state"],
]);
/** Declarations without files, in which a key may be called like one of these. */
const withoutFiles: ReadonlySet<string> = new Set(["people"]);
const archives = /^(docker-archive:|oci-archive:|oci:|file:)(.+)$/s;
const isUrl = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(text);

/**
 * What is declared of a subject, with paths that start at the estate file made to start here. Everything else is left as
 * it is, and so is what judges and reports see: they keep the paths as they were written.
 *
 * @param folder - folder of the estate file, from here
 */
export function located<T>(declared: T, folder: string): T {
  return folder === "" || folder === "." ? declared : (walked(declared, folder, false) as T);
}

function walked(value: unknown, folder: string, isPath: boolean): unknown {
  if (typeof value === "string") return movedText(value, folder, isPath);
  if (Array.isArray(value)) return value.map((it) => walked(it, folder, isPath));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [key, withoutFiles.has(key) ? it : walked(it, folder, pathKeys.has(key))]),
  );
}

function movedText(text: string, folder: string, isPath: boolean): string {
  const [, scheme = "", file = ""] = archives.exec(text) ?? [];
  if (isPath && scheme === "") return isUrl(text) || isAbsolute(text) ? text : join(folder, text);
  return scheme === "" || isUrl(text) || isAbsolute(file) ? text : scheme + join(folder, file);
}
