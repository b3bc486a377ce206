import { type ContentProof, type Format, plainWith } from "./content-proof.ts";
import { isSqlite } from "./stored-format.ts";

const hash = "[0-9a-f]{40}(?:[0-9a-f]{24})?";
const commitId = new RegExp(`^${hash}\\s*$`);
const proof = (id: string, path: string, prove: Format, rest: Partial<ContentProof> = {}): ContentProof => ({
  ...{ id, kind: "version-control", path, prove },
  ...rest,
});
const base = { underBase: true } as const;
const fileModes = [0o100644, 0o100755, 0o100664, 0o120000, 0o160000];

/** The header of an index (gitformat-index): DIRC, version, number of entries; the mode of the first where it came. */
const index: Format = ({ bytes }) => {
  if (bytes.length < 12 || bytes.subarray(0, 4).toString("latin1") !== "DIRC") return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const entries = bytes.readUInt32BE(8);
  if (entries > 0 && bytes.length >= 40 && !fileModes.includes(bytes.readUInt32BE(36))) return undefined;
  return `git index: DIRC, version ${version}, ${entries} ${entries === 1 ? "entry" : "entries"}`;
};

const branchHead = plainWith("git HEAD: ref: refs/…", /^ref: refs\/[\w./-]+\s*$/);

/** Folders of version control systems that were deployed together with the application. */
export const versionControl: readonly ContentProof[] = [
  proof(
    "git-head",
    "/.git/HEAD",
    (it) => branchHead(it) ?? (commitId.test(it.text) ? "git HEAD: a commit id" : undefined),
    base,
  ),
  proof(
    "git-config",
    "/.git/config",
    plainWith(
      "git configuration: section [core] with repositoryformatversion",
      /^[ \t]*\[core\]\s*$/m,
      /^[ \t]*repositoryformatversion\s*=/m,
    ),
    base,
  ),
  proof("git-index", "/.git/index", index, { firstBytes: 64, ...base }),
  proof(
    "git-log",
    "/.git/logs/HEAD",
    plainWith(
      "git log: two commit ids, a name and a time",
      new RegExp(`^${hash} ${hash} .{0,500}> \\d{5,} [+-]\\d{4}\\t`),
    ),
    { firstBytes: 1024 },
  ),
  proof(
    "git-packed-refs",
    "/.git/packed-refs",
    plainWith("git packed refs: commit ids and names", new RegExp(`^(?:#.*\\n)*${hash} refs/\\S+$`, "m")),
    { firstBytes: 1024 },
  ),
  proof(
    "git-fetch-head",
    "/.git/FETCH_HEAD",
    plainWith("git FETCH_HEAD: a commit id and where it came from", new RegExp(`^${hash}\\t(?:not-for-merge)?\\t`)),
    { firstBytes: 1024 },
  ),
  proof("git-orig-head", "/.git/ORIG_HEAD", ({ text }) =>
    commitId.test(text) ? "git ORIG_HEAD: a commit id" : undefined,
  ),
  proof(
    "git-commit-message",
    "/.git/COMMIT_EDITMSG",
    // Any line of text is a message: only what a plain file of a folder with no media type of its own looks like counts.
    ({ text, type }) =>
      /^(?:|text\/plain|application\/octet-stream)$/.test(type) && /^[^\s<{[\0][^\0]*\n$/.test(text)
        ? "git commit message: lines of text"
        : undefined,
    { after: ["git-head", "git-config", "git-index", "git-log"] },
  ),
  proof("svn-entries", "/.svn/entries", ({ text }) =>
    /^(?:[89]|1[0-2])\n/.test(text) && (text.length < 6 || /\n(?:dir|file)\n/.test(text))
      ? "Subversion entries: format number"
      : undefined,
  ),
  proof(
    "svn-database",
    "/.svn/wc.db",
    ({ bytes }) => (isSqlite(bytes) ? "Subversion working copy: SQLite 3" : undefined),
    { firstBytes: 64, ...base },
  ),
  proof("hg-requires", "/.hg/requires", ({ text }) =>
    /^(?:[a-z0-9-]+\n)+$/.test(text) && /^(?:revlogv1|store|share-safe|revlogv2)$/m.test(text)
      ? "Mercurial requirements: store or revlog"
      : undefined,
  ),
  proof(
    "hg-settings",
    "/.hg/hgrc",
    plainWith("Mercurial settings: section [paths]", /^\[paths\]\s*$/m, /^default\s*=/m),
  ),
  proof(
    "bzr-format",
    "/.bzr/branch-format",
    plainWith("Bazaar format: its name", /^Bazaar-NG meta directory, format \d+\s*$/),
  ),
  proof(
    "darcs-inventory",
    "/_darcs/hashed_inventory",
    plainWith("Darcs inventory: pristine hash", /^pristine:[0-9a-f-]{40,}/),
  ),
  proof(
    "darcs-format",
    "/_darcs/format",
    plainWith("Darcs format: hashed", /^hashed(?:\|[\w-]+)*\n?(?:darcs-\d+)?\s*$/),
  ),
  proof(
    "bitkeeper-config",
    "/BitKeeper/etc/config",
    plainWith(
      "BitKeeper configuration: its own keys",
      /^(?:#.*\n)*\s*\w+:/,
      /^(?:checkout|autofix|description|repository):/m,
    ),
  ),
  proof(
    "cvs-entries",
    "/CVS/Entries",
    plainWith("CVS entries: file, revision and date", /^\/[^/\n]+\/-?[\d.]+\/[^/\n]*\/[^/\n]*\/[^/\n]*$/m),
  ),
  proof(
    "cvs-root",
    "/CVS/Root",
    plainWith("CVS root: its method and path", /^:(?:pserver|ext|local|server|gserver|kserver):\S*\/\S*\s*$/),
  ),
];
