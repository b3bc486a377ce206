import { createHash } from "node:crypto";

/** The namespace of all names that Holdfast makes identifiers of; changing it would change every identifier. */
const holdfast = "6f5c2f5e-3d0b-4c9e-9a54-1d7c0e8b6a21";

/**
 * A name-based identifier (RFC 9562, version 5): the same name in the same namespace gives the same one, always.
 * The name is taken as UTF-8.
 */
export function uuid5(name: string, namespace: string = holdfast): string {
  const hash = createHash("sha1")
    .update(Buffer.from(namespace.replaceAll("-", ""), "hex"))
    .update(name, "utf8")
    .digest()
    .subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
