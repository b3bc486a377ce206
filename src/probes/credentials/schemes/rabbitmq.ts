import { createHash } from "node:crypto";
import type { ReadVerifier } from "../verifier.ts";

const algorithms = new Map([
  [4 + 32, "sha256"],
  [4 + 64, "sha512"],
  [4 + 16, "md5"],
]);

/** Base64 of four bytes of salt and the digest of salt and password, as RabbitMQ's management API shows it. */
export const rabbitmq: ReadVerifier = (kept) => {
  const bytes = Buffer.from(kept, "base64");
  const algorithm = algorithms.get(bytes.length);
  if (algorithm === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(kept)) return undefined;
  const [salt, digest] = [bytes.subarray(0, 4), bytes.subarray(4)];
  return {
    cost: 0.01,
    opens: (password) => createHash(algorithm).update(salt).update(password).digest().equals(digest),
  };
};
