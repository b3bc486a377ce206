import type { Estate } from "../estate/schema.ts";
import { addressRange } from "../probes/database/address-range.ts";
import type { ToldOf } from "./control.ts";

/** Which systems somebody who comes from an address can be of. */
export type SystemsAt = (from: string, database: string) => readonly string[];

/**
 * By the addresses that hosts tell of themselves and those the estate declares. Who comes over a socket or loopback is on the
 * database's own host.
 */
export function systemsAt(estate: Estate, addresses: readonly ToldOf<"host-addresses">[]): SystemsAt {
  const known = Object.entries(estate.hosts).map(([name, { address, transport }]) => ({
    systems: Object.keys(estate.systems).filter((it) => estate.systems[it]?.hosts.includes(name) === true),
    isHere: transport === "local",
    addresses: [
      ...(address === undefined ? [] : [address]),
      ...addresses.filter((it) => it.subject.id === `host:${name}`).flatMap((it) => it.facts.addresses),
    ],
  }));
  const at = (address: string) => known.filter((it) => it.addresses.some((one) => isSameAddress(one, address)));
  const systemsOf = (hosts: typeof known) => [...new Set(hosts.flatMap((it) => it.systems))];
  return (from, database) => {
    if (!isOwn(from)) return systemsOf(at(from));
    const own = hostOf(estate.databases[database]?.address ?? "");
    return systemsOf(own === undefined ? known.filter((it) => it.isHere) : at(own));
  };
}

function isOwn(from: string): boolean {
  return from === "local" || from === "localhost" || from === "::1" || /^(?:::ffff:)?127\./.test(from);
}

/** The host part of a database's address; `undefined` where it is this machine. */
function hostOf(address: string): string | undefined {
  const [, bracketed, bare] = /^(?:\[([^\]]+)\]|([^:/]+))(?::\d+)?$/.exec(address) ?? [];
  const host = bracketed ?? bare;
  return host === undefined || isOwn(host) ? undefined : host;
}

function isSameAddress(a: string, b: string): boolean {
  if (a === b) return true;
  const [one, other] = [addressRange(a), addressRange(b.replace(/^::ffff:(?=\d+\.)/, ""))];
  return one !== undefined && one.family === other?.family && one.first === other.first && one.last === other.last;
}

/** Whether an address is in one of the ranges. */
export function isWithin(address: string, ranges: readonly string[]): boolean {
  const one = addressRange(address);
  return ranges.some((it) => {
    const range = addressRange(it);
    return one !== undefined && range?.family === one.family && range.first <= one.first && one.last <= range.last;
  });
}
