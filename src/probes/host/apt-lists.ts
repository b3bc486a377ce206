import { lines } from "./collected.ts";

/** Fields of one Release or InRelease file that apt keeps. */
export interface Release {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Output of grep over the Release files: `PATH:Field: value`. */
export function parseReleases(text: string): readonly Release[] {
  const byPath = new Map<string, Record<string, string>>();
  for (const line of lines(text)) {
    const found = /^(\/.*?_(?:In)?Release):([A-Za-z-]+): (.*)$/.exec(line);
    if (found === null) continue;
    const [, path = "", field = "", value = ""] = found;
    const fields = byPath.get(path) ?? {};
    fields[field] ??= value;
    byPath.set(path, fields);
  }
  return [...byPath].map(([path, fields]) => ({ path, fields }));
}

/** Whether a list is a security source; a mirror may have any address, so only the signed fields count. */
export function isSecurity({ fields }: Release): boolean {
  return (
    /-security$|security-updates/.test(fields["Suite"] ?? "") ||
    /-security$/.test(fields["Codename"] ?? "") ||
    /security/i.test(fields["Label"] ?? "")
  );
}

/** Modification times of the files by `MTIME PATH`, in seconds of the epoch. */
export function parseTimes(text: string): ReadonlyMap<string, number> {
  return new Map(
    lines(text).flatMap((line) => {
      const found = /^(\d+) (\/.*)$/.exec(line);
      return found === null ? [] : [[found[2] ?? "", Number(found[1])] as const];
    }),
  );
}

/**
 * Whether every package list rests on a Release file whose signature verifies with a key of this host. `undefined`
 * when that can't be told: a key in another format than gpgv reads, or no gpgv.
 *
 * @param paths - all files of the lists folder
 * @param statuses - `file PATH` followed by gpgv's status lines
 */
export function listsSigned(paths: readonly string[], statuses: string): boolean | undefined {
  const verdicts = new Map<string, boolean | undefined>();
  let path = "";
  for (const line of lines(statuses)) {
    if (line.startsWith("file ")) {
      path = line.slice(5);
      verdicts.set(path, undefined);
    } else if (line.startsWith("[GNUPG:] BADSIG") || line.startsWith("[GNUPG:] NODATA")) verdicts.set(path, false);
    else if (line.startsWith("[GNUPG:] GOODSIG") && verdicts.get(path) !== false) verdicts.set(path, true);
  }
  const prefixes = [...verdicts].map(([file, verdict]) => [file.replace(/(?:In)?Release$/, ""), verdict] as const);
  const packageLists = paths.filter((file) => /_Packages(?:\.\w+)?$/.test(file));
  if (packageLists.length === 0) return undefined;
  const each = packageLists.map((file) => {
    const own = prefixes.filter(([prefix]) => file.startsWith(prefix)).sort(([a], [b]) => b.length - a.length)[0];
    return own === undefined ? false : own[1];
  });
  if (each.includes(false)) return false;
  return each.includes(undefined) ? undefined : true;
}
