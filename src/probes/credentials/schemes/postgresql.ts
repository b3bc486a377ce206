import { createHash, createHmac, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import type { ReadVerifier, Verifier } from "../verifier.ts";

const derive = promisify(pbkdf2);
/** PostgreSQL's own default is 4096; more than this is somebody who wants us busy. */
const mostIterations = 200_000;

/** What PostgreSQL keeps: `SCRAM-SHA-256$4096:salt$StoredKey:ServerKey` (RFC 5803), or `md5` of password and user. */
export const postgresql: ReadVerifier = (kept, account) => scram(kept) ?? md5(kept, account);

function scram(kept: string): Verifier | undefined {
  const [, iterations = "", salt = "", stored = ""] =
    /^SCRAM-SHA-256\$(\d{1,7}):([A-Za-z0-9+/=]{4,200})\$([A-Za-z0-9+/=]{44}):[A-Za-z0-9+/=]{44}$/.exec(kept) ?? [];
  const times = Number(iterations);
  if (stored === "" || times < 1 || times > mostIterations) return undefined;
  return {
    cost: times / 4096,
    async opens(password) {
      for (const form of new Set([password, password.normalize("NFKC")])) {
        const salted = await derive(form, Buffer.from(salt, "base64"), times, 32, "sha256");
        const client = createHmac("sha256", salted).update("Client Key").digest();
        if (createHash("sha256").update(client).digest("base64") === stored) return true;
      }
      return false;
    },
  };
}

function md5(kept: string, account: string): Verifier | undefined {
  if (!/^md5[0-9a-f]{32}$/.test(kept)) return undefined;
  return {
    cost: 0.01,
    opens: (password) => `md5${createHash("md5").update(password).update(account).digest("hex")}` === kept,
  };
}
