import type { AuthorizedKey } from "../../../probes/host/ssh-facts.ts";
import type { Gap } from "../../../verdict/outcome.ts";

/** Smallest RSA key that is still thought to hold for some years (NIST SP 800-57). */
export const rsaBits = 2048;
const known = /^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/;

/** A key, and whom it opens. */
export interface OwnedKey {
  readonly account: string;
  readonly key: AuthorizedKey;
}

/** Of a key whose type isn't known here, why nobody can say how strong it is. */
export function strengthGaps({ account, key }: OwnedKey): readonly Gap[] {
  if (known.test(key.type)) return [];
  const reason = `how strong the key ${key.fingerprint} of ${account} is isn't known: its type is ${key.type}`;
  return [{ reason, wouldVerify: "replace it with an Ed25519 key" }];
}
