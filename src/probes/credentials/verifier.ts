import type { KeptSecret, Scheme } from "../credential-desk.ts";
import { cachingSha2 } from "./schemes/caching-sha2.ts";
import { ed25519 } from "./schemes/ed25519.ts";
import { ldap } from "./schemes/ldap.ts";
import { mysqlNative } from "./schemes/mysql-native.ts";
import { postgresql } from "./schemes/postgresql.ts";
import { rabbitmq } from "./schemes/rabbitmq.ts";
import { redis } from "./schemes/redis.ts";

/** Tells whether a password is the one that a kept value was made of. */
export interface Verifier {
  /** About how many thousandths of a second one comparison takes. */
  readonly cost: number;
  opens(password: string): boolean | Promise<boolean>;
}

/** Reads what a backend keeps; `undefined` for a form that isn't known. */
export type ReadVerifier = (kept: string, account: string) => Verifier | undefined;

const readers: Readonly<Record<Exclude<Scheme, "crypt">, ReadVerifier>> = {
  postgresql,
  mysql_native_password: mysqlNative,
  caching_sha2_password: cachingSha2,
  ed25519,
  redis,
  rabbitmq,
  ldap,
};

/** The verifier of a kept value; `undefined` for what only crypt(3) knows, or nobody here. */
export function verifierOf({ scheme, value, account }: KeptSecret): Verifier | undefined {
  return scheme === "crypt" ? undefined : readers[scheme](value, account);
}

/** The value for crypt(3), where it is one. */
export function cryptOf({ scheme, value }: KeptSecret): string | undefined {
  const hash = scheme === "crypt" ? value : scheme === "ldap" ? /^\{CRYPT\}(.*)$/i.exec(value)?.[1] : undefined;
  return hash !== undefined && /^[\x21-\x7e]{13,200}$/.test(hash) && !/^[!*]/.test(hash) ? hash : undefined;
}
