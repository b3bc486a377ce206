import { z } from "zod";
import { globalPrivileges } from "./privileges.ts";

const methodSchema = z.object({ plugin: z.string().optional(), authentication_string: z.string().optional() });
const privSchema = methodSchema.extend({
  access: z.string().default("0"),
  is_role: z.boolean().default(false),
  account_locked: z.boolean().default(false),
  auth_or: z.array(methodSchema).default([]),
  ssl_type: z.number().default(0),
  password_last_changed: z.number().optional(),
  password_lifetime: z.number().optional(),
});

/** An account or a role of MariaDB. */
export interface Account {
  /** `user@host`; a role's name alone. */
  readonly name: string;
  readonly user: string;
  /** Pattern of hosts that it comes from; empty for a role. */
  readonly host: string;
  readonly isRole: boolean;
  readonly locked: boolean;
  /** Each way to prove who one is; any one is enough. */
  readonly methods: readonly { readonly plugin: string; readonly kept: string }[];
  readonly demandsTls: boolean;
  /** REQUIRE X509, or more of it. */
  readonly demandsCertificate: boolean;
  readonly privileges: readonly string[];
  /** Whole seconds since 1970. */
  readonly expires?: number;
}

export const accountName = (user: string, host: string): string => (host === "" ? user : `${user}@${host}`);

/** Reads a row of `mysql.global_priv` (Host, User, Priv); `undefined` for what is none. */
export function parseAccount(host: string, user: string, priv: string): Account | undefined {
  // 64 bits are more than a number of JSON holds.
  const text = priv.replace(/"access":(\d{1,20})(?=[,}])/, '"access":"$1"');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = privSchema.safeParse(json);
  if (!read.success || !/^\d{1,20}$/.test(read.data.access)) return undefined;
  const it = read.data;
  // Among several ways an empty object stands for the one that the account itself names.
  const own = { plugin: it.plugin, authentication_string: it.authentication_string };
  const ways = [own, ...it.auth_or.filter((way) => way.plugin !== undefined)];
  const { password_last_changed: changed, password_lifetime: days } = it;
  return {
    ...{ name: accountName(user, host), user, host, isRole: it.is_role, locked: it.account_locked },
    methods: ways.map((way) => ({
      plugin: way.plugin ?? "mysql_native_password",
      kept: way.authentication_string ?? "",
    })),
    demandsTls: it.ssl_type > 0,
    demandsCertificate: it.ssl_type > 1,
    privileges: globalPrivileges(BigInt(it.access)),
    ...(changed !== undefined && days !== undefined && days > 0 && { expires: changed + days * 86_400 }),
    ...(days === -1 && { expires: 0 }),
  };
}

const external = new Set(["unix_socket", "auth_socket", "pam", "auth_gssapi_client", "gssapi", "named_pipe"]);
const strong = new Set(["ed25519", "parsec", "caching_sha2_password", "sha256_password"]);
const order = ["none", "plaintext", "weak-hash", "strong-hash", "external"] as const;

/** How its password is kept, by the weakest of its ways; `undefined` where none of them can succeed. */
export function passwordKept({ methods }: Account): (typeof order)[number] | undefined {
  const kinds: readonly string[] = methods
    .filter(({ kept }) => kept !== "invalid")
    .map(({ plugin, kept }) => {
      if (external.has(plugin)) return "external";
      if (kept === "") return "none";
      return strong.has(plugin) ? "strong-hash" : "weak-hash";
    });
  return order.find((it) => kinds.includes(it));
}
