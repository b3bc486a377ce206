import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

const product = z.enum(["postgresql", "mariadb", "mysql", "redis", "rabbitmq", "ldap", "mongodb"]);

/** What a server lets somebody do who has no credentials, or well-known ones; tried for real, harmlessly. */
export const databaseAccessSchema = z.strictObject({
  product,
  /** As it says of itself before anybody logs in, or after. */
  version: z.string().optional(),
  /** Where it was reached: `host:port`, or the path of a socket. */
  address: z.string(),
  /** A socket file or an address of this machine: nothing crosses a network. */
  local: z.boolean(),
  tls: z.strictObject({
    offered: z.boolean(),
    /** Such as `TLSv1.3`. */
    version: z.string().optional(),
    /** Whether the certificate verifies for the name, by the estate's trust; absent where it was not asked for. */
    trusted: z.boolean().optional(),
  }),
  /** Each attempt to get in. `authentication` means that it went on to ask for credentials. */
  attempts: z.array(
    z.strictObject({
      /** `anonymous`: no user or an empty one; `default`: credentials that the product ships with; `plaintext`: the declared way, without TLS. */
      kind: z.enum(["anonymous", "default", "plaintext"]),
      /** User name that was tried. */
      user: z.string(),
      /** How else than by a login at its own port, such as `the management API`. */
      by: z.string().optional(),
      tls: z.boolean(),
      result: z.enum(["accepted", "authentication", "refused", "unclear"]),
      /** Method it asks for, such as `scram-sha-256`, `md5`, `password`, `mysql_native_password`. */
      method: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
  unseen: unseenSchema,
});

/** Who may come from where, with what: pg_hba.conf, the host part of accounts, Redis' protected mode and users. */
export const databaseRulesSchema = z.strictObject({
  product,
  /** In the order in which the server looks at them; the first that fits decides where the product has it so. */
  rules: z.array(
    z.strictObject({
      /** File and line, or the account. */
      place: z.string(),
      roles: z.array(z.string()),
      databases: z.array(z.string()),
      /** `local` (socket), `any`, or address ranges in CIDR notation, or host name patterns. */
      from: z.array(z.string()),
      /** `required`, `never`, or `either`. */
      tls: z.enum(["required", "never", "either"]),
      method: z.string(),
      /** Whether it lets in without proof of who somebody is, such as `trust`. */
      open: z.boolean(),
    }),
  ),
  unseen: unseenSchema,
});

/** Accounts, with all that they come to by membership, ownership and grants. */
export const databaseRolesSchema = z.strictObject({
  product,
  roles: z.array(
    z.strictObject({
      name: z.string(),
      canLogIn: z.boolean(),
      /** How its password is kept; `none` means that it has none. */
      password: z.enum(["none", "plaintext", "weak-hash", "strong-hash", "external"]).optional(),
      /** Keyed fingerprint of what is kept of its password, where that may be read. */
      fingerprint: z.string().optional(),
      /** Every way in which it is as good as a superuser: what it holds, and the roles on the way, first to last. */
      superuser: z.array(z.strictObject({ by: z.string(), path: z.array(z.string()) })),
      /** Owns databases, schemas or tables: names, at most 50. */
      owns: z.array(z.string()),
      /** Privileges as the product writes them: `SELECT ON shop.orders`, `+@read ~shop:*`; at most 500. */
      privileges: z.array(z.string()),
      expires: z.string().optional(),
    }),
  ),
  unseen: unseenSchema,
});

/** Who uses it right now. */
export const databaseSessionsSchema = z.strictObject({
  product,
  sessions: z.array(
    z.strictObject({
      role: z.string(),
      database: z.string().optional(),
      /** Address of the client; `local` for a socket. */
      from: z.string(),
      /** Port of the client there, by which its process can be told. */
      port: z.int().optional(),
      tls: z.boolean().optional(),
      since: z.string().optional(),
      application: z.string().optional(),
    }),
  ),
  /** Whether the sessions of others could be seen. */
  whole: z.boolean(),
  unseen: unseenSchema,
});

export const databaseFacts = {
  "database-access": databaseAccessSchema,
  "database-rules": databaseRulesSchema,
  "database-roles": databaseRolesSchema,
  "database-sessions": databaseSessionsSchema,
};
