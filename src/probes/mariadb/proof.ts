import { createHash } from "node:crypto";

const sha = (algorithm: "sha1" | "sha256", ...parts: readonly Buffer[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)));

/** The methods with which a password is proved without showing it. */
export const provingPlugins = new Set(["mysql_native_password", "caching_sha2_password"]);

/** Proof of a password for a salt: `mysql_native_password` (SHA-1) or `caching_sha2_password` (SHA-256). */
export function proofOf(password: string, salt: Buffer, plugin: string): Buffer {
  if (password === "") return plugin === "caching_sha2_password" ? Buffer.from([0]) : Buffer.alloc(0);
  const algorithm = plugin === "caching_sha2_password" ? "sha256" : "sha1";
  const once = sha(algorithm, Buffer.from(password));
  const twice = sha(algorithm, once);
  return xor(once, algorithm === "sha1" ? sha("sha1", salt, twice) : sha("sha256", twice, salt));
}
