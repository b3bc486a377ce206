import type { ReadVerifier } from "../verifier.ts";
import { sha256Crypt } from "./sha256-crypt.ts";

const mostRounds = 0xfff;

/** `$A$005$`, thousands of rounds in hex, twenty bytes of salt and the digest of SHA-256 crypt, as MySQL 8 keeps it. */
export const cachingSha2: ReadVerifier = (kept) => {
  const bytes = Buffer.from(kept, "latin1");
  const [, thousands = ""] = /^\$A\$([0-9A-F]{3})\$/i.exec(kept) ?? [];
  const rounds = Number.parseInt(thousands, 16) * 1000;
  if (bytes.length !== 7 + 20 + 43 || !(rounds > 0) || rounds > mostRounds * 1000) return undefined;
  const [salt, digest] = [bytes.subarray(7, 27), bytes.subarray(27).toString("latin1")];
  return { cost: rounds / 500, opens: (password) => sha256Crypt(Buffer.from(password), salt, rounds) === digest };
};
