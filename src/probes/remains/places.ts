import type { ResolvedSystem } from "../../estate/resolved.ts";
import { databaseAddress } from "../database/address.ts";

/** Where a part of a system would be. */
export type Place = { readonly part: string; readonly place: string } & (
  | { readonly kind: "port"; readonly host: string; readonly port: number; readonly connect?: string }
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "container"; readonly socket: string | undefined; readonly name: string }
  | { readonly kind: "here" }
);

const ports: Readonly<Record<string, number>> = {
  ...{ "https:": 443, "http:": 80, "smtps:": 465, "imaps:": 993, "pop3s:": 995, "ldaps:": 636, "ftps:": 990 },
  ...{ postgresql: 5432, mariadb: 3306, mysql: 3306, mongodb: 27_017, redis: 6379, rabbitmq: 5672, ldap: 389 },
};

/** Every place at which a system would still answer. @throws TroubleError for a database's address that is none */
export function placesOf({ parts, inUseElsewhere }: ResolvedSystem): readonly Place[] {
  const all: readonly Place[] = [
    ...Object.entries(parts.endpoints).flatMap(([name, { url, connect }]): readonly Place[] => {
      const { hostname, port, protocol } = new URL(url);
      const [host, number] = [hostname.replace(/^\[|\]$/g, ""), Number(port) || (ports[protocol] ?? 443)];
      const part = `endpoint:${name}`;
      const place = { part, place: `${hostname}:${number}`, kind: "port" as const, host, port: number };
      return [connect === undefined ? place : { ...place, connect }];
    }),
    ...Object.entries(parts.hosts).map(([name, { transport, address, port = 22 }]): Place => {
      const part = `host:${name}`;
      if (transport === "local" || address === undefined) return { part, place: "this machine", kind: "here" };
      return { part, place: `${address}:${port}`, kind: "port", host: address, port };
    }),
    ...Object.entries(parts.databases).map(([name, { kind, address }]): Place => {
      const at = databaseAddress(address, ports[kind] ?? 5432);
      const about = { part: `database:${name}`, place: at.place };
      return "path" in at
        ? { ...about, kind: "socket", path: at.path }
        : { ...about, kind: "port", host: at.host, port: at.port };
    }),
    ...Object.entries(parts.containers).map(([name, { socket, name: container }]): Place => {
      return {
        part: `container:${name}`,
        place: `the container ${container}`,
        kind: "container",
        socket,
        name: container,
      };
    }),
  ];
  return all.filter((it) => !inUseElsewhere.includes(it.part));
}
