import { createHash } from "node:crypto";
import type { ReadVerifier } from "../verifier.ts";

/** SHA-256 of the password, without salt, as `ACL LIST` shows it. */
export const redis: ReadVerifier = (kept) => {
  if (!/^[0-9a-f]{64}$/.test(kept)) return undefined;
  return { cost: 0.01, opens: (password) => createHash("sha256").update(password).digest("hex") === kept };
};
