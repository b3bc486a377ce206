import { constants, type KeyObject, verify } from "node:crypto";
import { algorithmOf } from "./algorithms.ts";
import type { Der } from "./der.ts";

const keyTypes: Readonly<Record<string, readonly string[]>> = {
  rsa: ["rsa"],
  pss: ["rsa", "rsa-pss"],
  ecdsa: ["ec"],
  dsa: ["dsa"],
};

/** Whether that key signed these bytes; `undefined` where the algorithm can't be verified here. Never throws. */
export function signatureHolds(
  key: KeyObject,
  algorithm: Der,
  signed: { readonly data: Buffer; readonly signature: Buffer },
): boolean | undefined {
  const how = algorithmOf(algorithm);
  if (how === undefined || how.kind === "not-verifiable") return undefined;
  const types = keyTypes[how.kind];
  if (types && !types.includes(key.asymmetricKeyType ?? "")) return false;
  const padding =
    how.kind === "pss" ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: how.saltLength ?? 20 } : {};
  try {
    return verify(how.hash ?? null, signed.data, { key, ...padding }, signed.signature);
  } catch {
    return false;
  }
}
