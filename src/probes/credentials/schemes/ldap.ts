import { createHash } from "node:crypto";
import type { ReadVerifier } from "../verifier.ts";

const digests: Readonly<Record<string, { readonly algorithm: string; readonly length: number }>> = {
  SHA: { algorithm: "sha1", length: 20 },
  SSHA: { algorithm: "sha1", length: 20 },
  SHA256: { algorithm: "sha256", length: 32 },
  SSHA256: { algorithm: "sha256", length: 32 },
  SHA384: { algorithm: "sha384", length: 48 },
  SSHA384: { algorithm: "sha384", length: 48 },
  SHA512: { algorithm: "sha512", length: 64 },
  SSHA512: { algorithm: "sha512", length: 64 },
  MD5: { algorithm: "md5", length: 16 },
  SMD5: { algorithm: "md5", length: 16 },
};

/** `{SCHEME}` and base64 of the digest of password and salt, then the salt (RFC 2307); without a scheme, the password. */
export const ldap: ReadVerifier = (kept) => {
  const [, scheme = "", rest = ""] = /^\{([A-Za-z0-9-]{1,20})\}(.*)$/s.exec(kept) ?? [];
  if (scheme === "" || scheme.toUpperCase() === "CLEARTEXT") {
    const clear = scheme === "" ? kept : rest;
    return { cost: 0.01, opens: (password) => password === clear };
  }
  const known = digests[scheme.toUpperCase()];
  const bytes = Buffer.from(rest, "base64");
  if (known === undefined || bytes.length < known.length || bytes.length > known.length + 64) return undefined;
  const [digest, salt] = [bytes.subarray(0, known.length), bytes.subarray(known.length)];
  const made = (password: string) => createHash(known.algorithm).update(password).update(salt).digest();
  return { cost: 0.01, opens: (password) => made(password).equals(digest) };
};
