import { createHash } from "node:crypto";
import type { ReadVerifier } from "../verifier.ts";

const sha1 = (bytes: string | Buffer): Buffer => createHash("sha1").update(bytes).digest();

/** `*` and SHA-1 of the SHA-1 of the password, as MySQL 4.1 and MariaDB keep it. */
export const mysqlNative: ReadVerifier = (kept) => {
  if (!/^\*[0-9A-F]{40}$/i.test(kept)) return undefined;
  const hash = kept.slice(1).toLowerCase();
  return { cost: 0.01, opens: (password) => sha1(sha1(password)).toString("hex") === hash };
};
