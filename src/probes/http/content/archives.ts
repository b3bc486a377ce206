import type { ContentProof } from "./content-proof.ts";
import { storedFormat } from "./stored-format.ts";

const usual = [
  ...["/backup.zip", "/backup.tar.gz", "/backup.tgz", "/backup.sql", "/backup.sql.gz"],
  ...["/dump.sql", "/dump.sql.gz", "/dump.dump", "/dump.rdb", "/db.sql", "/db.sqlite3", "/database.sql"],
  ...["/database.sqlite", "/site.zip", "/site.tar.gz", "/www.zip"],
  ...["/public.zip", "/backup.bak"],
];
const base = new Set(["/backup.zip", "/backup.tar.gz", "/dump.sql", "/backup.sql"]);

const archive = (path: string, name?: string): ContentProof => {
  const kind = /\.(?:sql|dump|rdb|sqlite)/.test(path) ? "dump" : "backup";
  const plain = path.slice(1).replace(/\W+/g, "-");
  return {
    id: `${kind}-${name ?? (plain.startsWith(`${kind}-`) ? plain.slice(kind.length + 1) : plain)}`,
    kind: "dump",
    path,
    // Enough to open a gzip member and see the header of the tar archive in it.
    firstBytes: 1024,
    ...(base.has(path) && { underBase: true }),
    prove: ({ bytes }) => storedFormat(bytes),
  };
};

/** Backups and dumps that were left in the document root; only their first bytes are asked for. */
export const archives: readonly ContentProof[] = usual.map((path) => archive(path));

/** The names that people give to a backup of the site of that host: the whole name, and what it is called for short. */
export function hostArchives(host: string): readonly ContentProof[] {
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host) || /^[\d.]+$/.test(host)) return [];
  const labels = host.toLowerCase().split(".");
  const short = labels.find((it) => it !== "www") ?? host;
  return [host.toLowerCase(), short].flatMap((name, at) =>
    ["zip", "tar.gz", "sql", "bak"].map((ending) =>
      archive(`/${name}.${ending}`, `${at === 0 ? "host" : "name"}-${ending.replace(".", "-")}`),
    ),
  );
}
