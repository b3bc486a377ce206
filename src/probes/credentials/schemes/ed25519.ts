import { createHash } from "node:crypto";
import type { ReadVerifier } from "../verifier.ts";

const p = 2n ** 255n - 19n;
const modulo = (it: bigint): bigint => ((it % p) + p) % p;
const power = (base: bigint, exponent: bigint): bigint => {
  let [result, at] = [1n, modulo(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = modulo(result * at);
    at = modulo(at * at);
  }
  return result;
};
const inverse = (it: bigint): bigint => power(it, p - 2n);

/** A point in extended coordinates (RFC 8032, 5.1.4). */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];
const d = modulo(-121665n * inverse(121666n));
const baseX = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;
const baseY = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
const base: Point = [baseX, baseY, 1n, modulo(baseX * baseY)];

function sum([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
  const a = modulo((y1 - x1) * (y2 - x2));
  const b = modulo((y1 + x1) * (y2 + x2));
  const c = modulo(2n * t1 * d * t2);
  const e = modulo(2n * z1 * z2);
  const [f, g, h, i] = [b - a, e - c, e + c, b + a];
  return [modulo(f * g), modulo(h * i), modulo(g * h), modulo(f * i)];
}

/** The public key of a password of any length (RFC 8032, 5.1.5, but that the secret isn't 32 bytes). */
function publicKey(password: string): Buffer {
  const hash = createHash("sha512").update(password).digest().subarray(0, 32);
  hash[0] = (hash[0] ?? 0) & 248;
  hash[31] = ((hash[31] ?? 0) & 127) | 64;
  let [result, at]: [Point, Point] = [[0n, 1n, 1n, 0n], base];
  for (let left = BigInt(`0x${Buffer.from(hash).reverse().toString("hex")}`); left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = sum(result, at);
    at = sum(at, at);
  }
  const [x, y, z] = result;
  const [affineX, affineY] = [modulo(x * inverse(z)), modulo(y * inverse(z))];
  const written = affineY | ((affineX & 1n) << 255n);
  return Buffer.from(written.toString(16).padStart(64, "0"), "hex").reverse();
}

/** Base64 without padding of an Ed25519 public key, as MariaDB's plugin ed25519 keeps it. */
export const ed25519: ReadVerifier = (kept) => {
  if (!/^[A-Za-z0-9+/]{43}$/.test(kept)) return undefined;
  return { cost: 5, opens: (password) => publicKey(password).toString("base64").replace(/=+$/, "") === kept };
};
