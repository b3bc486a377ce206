import { capabilityNames } from "../../../host/capabilities.ts";

/**
 * The value of `security.capability` in words (linux/capability.h, vfs_cap_data): revision and flags, then pairs of permitted and
 * inheritable masks of 32 bits, little-endian; revision 3 ends with the user that is root in its namespace.
 */
export function fileCapabilities(value: Buffer): string {
  const revision = value.length < 4 ? 0 : value.readUInt32LE(0) >>> 24;
  const pairs = revision === 1 ? 1 : revision === 2 || revision === 3 ? 2 : 0;
  if (pairs === 0 || value.length < 4 + pairs * 8) return "unreadable";
  const mask = (offset: number) => {
    const low = BigInt(value.readUInt32LE(4 + offset));
    const high = pairs === 2 ? BigInt(value.readUInt32LE(12 + offset)) : 0n;
    return capabilityNames(((high << 32n) | low).toString(16));
  };
  const inheritable = mask(4).map((it) => `${it} (inheritable)`);
  return [...mask(0), ...inheritable].join(", ") || "none";
}
