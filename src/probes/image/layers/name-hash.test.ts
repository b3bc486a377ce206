import { expect, it } from "vitest";
import { nameHash } from "./name-hash.ts";

/** Twice as many names with each step, all of one hash under a seed: two ways through every step end alike. */
function namesThatMeet(seed: number, steps: number): readonly string[] {
  let names = [""];
  for (let step = 0; step < steps; step += 1) {
    const seen = new Map<number, string>();
    for (let i = 0; ; i += 1) {
      const block = (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, "_");
      const hash = nameHash(seed, 0, `${names[0]}${block}`);
      const other = seen.get(hash);
      if (other !== undefined) {
        names = names.flatMap((it) => [it + block, it + other]);
        break;
      }
      seen.set(hash, block);
    }
  }
  return names;
}

it("is another one for names that were made to meet under another seed", () => {
  const names = namesThatMeet(0x811c9dc5, 7);
  const hashes = (seed: number) => new Set(names.map((it) => nameHash(seed, 0, it))).size;
  expect(new Set(names).size).toBe(128);
  expect(hashes(0x811c9dc5)).toBe(1);
  for (const seed of [1, 0x1234567, 0xdeadbeef]) expect(hashes(seed)).toBeGreaterThan(100);
});
