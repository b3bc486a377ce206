import type { ListenerDeclaration } from "../../../estate/schema.ts";

/** Networks that nobody outside is in (RFC 1918, 6598, 3927, 4193, 4291, loopback), by their first bits, all within 16. */
const inside = [
  ...[
    { start: 0x0a00, bits: 8 },
    { start: 0xac10, bits: 12 },
    { start: 0xc0a8, bits: 16 },
  ].map(of("ipv4")),
  ...[
    { start: 0x6440, bits: 10 },
    { start: 0xa9fe, bits: 16 },
    { start: 0x7f00, bits: 8 },
  ].map(of("ipv4")),
  ...[
    { start: 0xfc00, bits: 7 },
    { start: 0xfe80, bits: 10 },
  ].map(of("ipv6")),
];

function of<F extends "ipv4" | "ipv6">(family: F) {
  return (it: { readonly start: number; readonly bits: number }) => ({ ...it, family });
}

/** Family, first 16 bits and length of a range such as `10.1.0.0/16`, which the schema of the estate has checked. */
function rangeOf(range: string) {
  const [address = "", written] = range.split("/");
  const [first = "", second = ""] = address.split(/[.:]/);
  return address.includes(":")
    ? { family: "ipv6", start: Number.parseInt(first || "0", 16), bits: Number(written ?? 128) }
    : { family: "ipv4", start: Number(first) * 256 + Number(second), bits: Number(written ?? 32) };
}

function isInside(range: string): boolean {
  const { family, start, bits } = rangeOf(range);
  return inside.some(
    (it) => it.family === family && bits >= it.bits && start >> (16 - it.bits) === it.start >> (16 - it.bits),
  );
}

/** Whether outsiders are declared to reach a listener; `undefined` where nobody said who needs it, or only this host does. */
export function forOutsiders(declared: Pick<ListenerDeclaration, "clients"> | undefined): boolean | undefined {
  const clients = declared?.clients ?? "undecided";
  if (clients === "anyone") return true;
  return Array.isArray(clients) ? !clients.every(isInside) : undefined;
}
