import { type AddressRange, addressRange } from "../../database/address-range.ts";

/**
 * Whether an interface (`192.0.2.7/24`) is what a rule names: its address, or its network, with a mask in either notation.
 * A network without a mask takes the interface's own.
 */
export function isInNetwork(own: string, wanted: string): boolean {
  const [network = "", mask] = wanted.split("/");
  const address = addressRange(own.split("/")[0] ?? "");
  if (address === undefined) return false;
  if (mask !== undefined) return holds(addressRange(`${network}/${lengthOf(mask)}`), address);
  const [named, around] = [addressRange(network), addressRange(own)];
  if (named === undefined || named.family !== address.family) return false;
  return named.first === address.first || named.first === around?.first;
}

function holds(range: AddressRange | undefined, { family, first }: AddressRange): boolean {
  return range?.family === family && range.first <= first && first <= range.last;
}

/** `255.255.255.0` is 24. */
function lengthOf(mask: string): string {
  if (!mask.includes(".")) return mask;
  const bits = addressRange(mask)?.first.toString(2) ?? "";
  return String(bits.replace(/0*$/, "").length);
}
