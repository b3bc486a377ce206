import type { Certificate } from "../../../../probes/tls/facts.ts";

/** Score of a modulus: an RSA or DSA key, or Diffie-Hellman parameters. */
export function modulusScore(bits: number): number {
  if (bits < 512) return 20;
  if (bits < 1024) return 40;
  if (bits < 2048) return 80;
  return bits < 4096 ? 90 : 100;
}

/** Score of an elliptic curve: its size stands for the modulus that is as hard to break. */
export function curveScore(bits: number): number {
  if (bits < 110) return 20;
  if (bits < 123) return 40;
  if (bits < 163) return 80;
  return bits < 225 ? 90 : 100;
}

/** Score of a certificate's key; `undefined` where its strength was not told. */
export function certificateKeyScore({ keyType, keyBits }: Certificate): number | undefined {
  if (/^(?:ed25519|ed448|ml-dsa-(?:65|87)|slh-dsa-)/.test(keyType)) return 100;
  if (keyType === "ml-dsa-44") return 90;
  if (keyBits === undefined) return undefined;
  if (/^rsa/.test(keyType) || keyType === "dsa") return modulusScore(keyBits);
  return keyType === "ec" ? curveScore(keyBits) : undefined;
}
