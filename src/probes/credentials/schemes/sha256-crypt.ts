import { createHash } from "node:crypto";

const alphabet = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** The bytes again and again, until there are so many. */
const repeated = (bytes: Buffer, length: number): Buffer => Buffer.alloc(length, bytes);

/**
 * The digest part of SHA-256 crypt (Drepper, "Unix crypt using SHA-256 and SHA-512"), 43 characters. MySQL gives it a salt
 * of twenty bytes, which crypt(3) itself would cut to sixteen.
 */
export function sha256Crypt(password: Buffer, salt: Buffer, rounds: number): string {
  const b = sha256(password, salt, password);
  const bits: Buffer[] = [];
  for (let left = password.length; left > 0; left >>= 1) bits.push((left & 1) === 1 ? b : password);
  let digest = sha256(password, salt, repeated(b, password.length), ...bits);
  const dp = sha256(...Array.from({ length: password.length }, () => password));
  const p = repeated(dp, password.length);
  const first = digest[0] ?? 0;
  const s = repeated(sha256(...Array.from({ length: 16 + first }, () => salt)), salt.length);
  for (let round = 0; round < rounds; round += 1) {
    const odd = round % 2 === 1;
    digest = sha256(
      odd ? p : digest,
      ...(round % 3 === 0 ? [] : [s]),
      ...(round % 7 === 0 ? [] : [p]),
      odd ? digest : p,
    );
  }
  return encoded(digest);
}

/** Three bytes each in four characters, in the order that the scheme prescribes. */
function encoded(digest: Buffer): string {
  const at = (index: number) => digest[index] ?? 0;
  const written = (value: number, characters: number): string =>
    Array.from({ length: characters }, (_, place) => alphabet.charAt((value >> (6 * place)) & 0x3f)).join("");
  const groups = Array.from({ length: 10 }, (_, group) => {
    const places = [group, group + 10, group + 20];
    // Each group begins one place further than the one before.
    const [a = 0, b = 0, c = 0] = places.map((_, place) => at(places[(place + 3 - (group % 3)) % 3] ?? 0));
    return written((a << 16) | (b << 8) | c, 4);
  });
  return groups.join("") + written((at(31) << 8) | at(30), 3);
}
