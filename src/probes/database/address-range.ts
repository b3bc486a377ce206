import { isIP } from "node:net";

/** Addresses of one family as numbers, both ends included. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/** An IP address or a range in CIDR notation; `undefined` for anything else. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = "", length] = text.split("/");
  const family = isIP(address);
  if (family !== 4 && family !== 6) return undefined;
  const all = family === 4 ? 32 : 128;
  const bits = length === undefined ? all : Number(length);
  if (length !== undefined && (!/^\d{1,3}$/.test(length) || bits > all)) return undefined;
  const value = family === 4 ? ofIpv4(address) : ofIpv6(address);
  const rest = 1n << BigInt(all - bits);
  const first = value - (value % rest);
  return { family, first, last: first + rest - 1n };
}

function ofIpv4(address: string): bigint {
  return address.split(".").reduce((sum, it) => sum * 256n + BigInt(it), 0n);
}

function ofIpv6(address: string): bigint {
  const bare = address.replace(/%.*$/, "").replace(/(?:\d+\.){3}\d+$/, (it) => {
    const value = ofIpv4(it);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [first = [], last = []] = bare.split("::").map((it) => it.split(":").filter((group) => group !== ""));
  const missing = bare.includes("::") ? 8 - first.length - last.length : 0;
  const groups = [...first, ...Array<string>(Math.max(0, missing)).fill("0"), ...last];
  return groups.reduce((sum, it) => sum * 65_536n + BigInt(`0x${it}`), 0n);
}

/** An address as text; IPv6 without shortening. */
export function addressText(family: 4 | 6, value: bigint): string {
  const [groups, bits] = family === 4 ? [4, 8n] : [8, 16n];
  const parts = Array.from(
    { length: groups },
    (_, at) => (value >> (bits * BigInt(groups - 1 - at))) & ((1n << bits) - 1n),
  );
  return family === 4 ? parts.join(".") : parts.map((it) => it.toString(16)).join(":");
}

/** Whether an address lies in a range; an IPv4 address that IPv6 carries counts as what it is. */
export function isInRange(address: string, range: string): boolean {
  const [one, whole] = [addressRange(address.replace(/^::ffff:(?=\d+\.)/, "")), addressRange(range)];
  if (one === undefined || whole === undefined || one.family !== whole.family) return false;
  return whole.first <= one.first && one.last <= whole.last;
}
