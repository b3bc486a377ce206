import { type ContentProof, isHtml } from "./content-proof.ts";

const kind = "development-artifact";

/** Backups and dumps that were left in the document root; only their first bytes are asked for. */
export const archives: readonly ContentProof[] = [
  {
    id: "backup-zip",
    kind,
    path: "/backup.zip",
    firstBytes: 64,
    prove: ({ bytes }) =>
      bytes.subarray(0, 4).equals(Buffer.from([0x50, 0x4b, 3, 4])) ? "ZIP archive: local file header" : undefined,
  },
  {
    id: "backup-tar-gz",
    kind,
    path: "/backup.tar.gz",
    firstBytes: 64,
    prove: ({ bytes }) =>
      bytes.subarray(0, 3).equals(Buffer.from([0x1f, 0x8b, 8])) ? "gzip archive: its magic number" : undefined,
  },
  {
    id: "dump-sql",
    kind,
    path: "/dump.sql",
    firstBytes: 2048,
    prove: ({ text }) =>
      !isHtml(text) &&
      (/^-- (?:MySQL|MariaDB|PostgreSQL database|phpMyAdmin SQL) dump/im.test(text) ||
        /^(?:CREATE TABLE|INSERT INTO|DROP TABLE)\b/im.test(text))
        ? "SQL dump: its heading or statements"
        : undefined,
  },
];
