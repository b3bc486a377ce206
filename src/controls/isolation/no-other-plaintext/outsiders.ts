import { BlockList, isIP } from "node:net";
import type { ListenerDeclaration } from "../../../estate/schema.ts";

/** Ranges that nobody outside has: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291, loopback. */
const inside = [
  ...["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
  ...["fc00::/7", "fe80::/10", "::1/128"],
].map((range) => {
  const { address, family, bits } = rangeOf(range);
  const list = new BlockList();
  list.addSubnet(address, bits, family);
  return { list, family, bits };
});

function rangeOf(range: string) {
  const [address = "", written] = range.split("/");
  const family = isIP(address) === 6 ? ("ipv6" as const) : ("ipv4" as const);
  return { address, family, bits: written === undefined ? (family === "ipv6" ? 128 : 32) : Number(written) };
}

function isInside(range: string): boolean {
  const { address, family, bits } = rangeOf(range);
  return inside.some((it) => it.family === family && bits >= it.bits && it.list.check(address, family));
}

/** Whether outsiders are declared to reach a listener; `undefined` where nobody said who needs it, or only this host does. */
export function forOutsiders(declared: Pick<ListenerDeclaration, "clients"> | undefined): boolean | undefined {
  const clients = declared?.clients ?? "undecided";
  if (clients === "anyone") return true;
  return Array.isArray(clients) ? !clients.every(isInside) : undefined;
}
