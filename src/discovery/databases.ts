import { isIP } from "node:net";
import type { z } from "zod";
import type { databaseSchema } from "../estate/schema.ts";
import type { Service, ServiceKind } from "../probes/service/facts.ts";
import { loopbackOf } from "./loopback.ts";

type DatabaseInput = z.input<typeof databaseSchema>;

const kinds: Readonly<Partial<Record<ServiceKind, DatabaseInput["kind"]>>> = {
  postgresql: "postgresql",
  mariadb: "mariadb",
  mysql: "mysql",
  mongodb: "mongodb",
  redis: "redis",
  amqp: "rabbitmq",
  ldap: "ldap",
};

/** A database, cache, broker or directory for each port that speaks like one. */
export function draftDatabases(services: readonly Service[]) {
  const drafted = new Map<
    number,
    { readonly title: string; readonly database: DatabaseInput; readonly note: string }
  >();
  for (const service of [...services].sort((a, b) => a.port - b.port || isIP(a.address) - isIP(b.address))) {
    const kind = kinds[service.service];
    if (kind === undefined || drafted.has(service.port)) continue;
    const host = loopbackOf(service);
    const from =
      service.scope === "loopback" ? "from this machine only" : "from other machines too, as far as nothing filters";
    const guess =
      service.service === "amqp"
        ? " It speaks AMQP: check that it is RabbitMQ, and give `management`, the URL of its management API."
        : "";
    drafted.set(service.port, {
      title: `${kind}-${service.port}`,
      database: { kind, address: `${isIP(host) === 6 ? `[${host}]` : host}:${service.port}` },
      note: `${service.process ?? "Something"} listens, reachable ${from}.${guess}\nGive \`user\`, and \`password\` as a reference such as env:NAME, so that it can be looked into.`,
    });
  }
  return [...drafted.values()];
}
