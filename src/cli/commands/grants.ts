import { UserError } from "../user-error.ts";

/** What makes Holdfast's own account, by product; each loaded only when it is asked for. */
const statements: Readonly<Record<string, () => Promise<string>>> = {
  ldap: async () => (await import("../../probes/ldap/grants.ts")).ldapGrants,
  mariadb: async () => (await import("../../probes/mariadb/grants.ts")).mariadbGrants,
  mongodb: async () => (await import("../../probes/mongodb/grants.ts")).mongodbGrants,
  postgresql: async () => (await import("../../probes/postgresql/grants.ts")).postgresqlGrants,
  rabbitmq: async () => (await import("../../probes/rabbitmq/grants.ts")).rabbitmqGrants,
  redis: async () => (await import("../../probes/redis/grants.ts")).redisGrants,
};

/** `holdfast grants PRODUCT`: prints what makes an account that sees what Holdfast looks at, and can do nothing else. */
export async function grants(product: string): Promise<number> {
  const text = Object.hasOwn(statements, product) ? await statements[product]?.() : undefined;
  if (text === undefined)
    throw new UserError(`there are no grants for ${product}: it knows ${Object.keys(statements).join(", ")}`);
  process.stdout.write(text);
  return 0;
}
