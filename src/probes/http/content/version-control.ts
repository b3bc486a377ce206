import type { ContentProof } from "./content-proof.ts";

const kind = "development-artifact";

/** Folders of version control systems that were deployed together with the application. */
export const versionControl: readonly ContentProof[] = [
  {
    id: "git-head",
    kind,
    path: "/.git/HEAD",
    prove: ({ text }) =>
      /^ref: refs\/[\w./-]+\s*$/.test(text)
        ? "git HEAD: ref: refs/…"
        : /^[0-9a-f]{40}(?:[0-9a-f]{24})?\s*$/.test(text)
          ? "git HEAD: a commit id"
          : undefined,
  },
  {
    id: "git-config",
    kind,
    path: "/.git/config",
    prove: ({ text }) =>
      /^\s*\[core\]\s*$/m.test(text) && /^\s*repositoryformatversion\s*=/m.test(text)
        ? "git configuration: section [core] with repositoryformatversion"
        : undefined,
  },
  {
    id: "git-index",
    kind,
    path: "/.git/index",
    firstBytes: 12,
    prove: ({ bytes }) =>
      bytes.subarray(0, 4).toString("latin1") === "DIRC" &&
      bytes.length >= 8 &&
      [2, 3, 4].includes(bytes.readUInt32BE(4))
        ? `git index: DIRC, version ${bytes.readUInt32BE(4)}`
        : undefined,
  },
  {
    id: "svn-entries",
    kind,
    path: "/.svn/entries",
    prove: ({ text }) =>
      /^(?:[89]|1[0-2])\n/.test(text) && (text.length < 6 || /\n(?:dir|file)\n/.test(text))
        ? "Subversion entries: format number"
        : undefined,
  },
  {
    id: "svn-database",
    kind,
    path: "/.svn/wc.db",
    firstBytes: 16,
    prove: ({ bytes }) =>
      bytes.subarray(0, 16).toString("latin1") === "SQLite format 3\0"
        ? "Subversion working copy: SQLite 3"
        : undefined,
  },
  {
    id: "hg-requires",
    kind,
    path: "/.hg/requires",
    prove: ({ text }) =>
      /^(?:[a-z0-9-]+\n)+$/.test(text) && /^(?:revlogv1|store|share-safe|revlogv2)$/m.test(text)
        ? "Mercurial requirements: store or revlog"
        : undefined,
  },
];
