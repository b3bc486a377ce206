import { createHash, randomBytes } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HashingBeside, hashingBeside } from "./hashing-beside.ts";

const some = randomBytes(6 * 1024 * 1024);
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

let hashing: HashingBeside;
beforeAll(() => {
  hashing = new HashingBeside();
});
afterAll(() => hashing.stop());

test("a thread beside hashes chunks of any size, which are overwritten at once, as the thread that reads would", async () => {
  const chunks = fc.array(fc.integer({ min: 0, max: 700_000 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(chunks, async (sizes) => {
      const hash = hashing.begin();
      let at = 0;
      for (const size of sizes) {
        const chunk = Buffer.from(some.subarray(at, at + size));
        await hash.update(chunk);
        chunk.fill(0);
        at += size;
      }
      expect(await hash.digest()).toBe(sha256(some.subarray(0, at)));
    }),
    { numRuns: 40 },
  );
});

test("a layer that is given up takes nothing from those after it", async () => {
  for (let i = 0; i < 20; i += 1) await hashing.begin().update(some.subarray(0, 400_000));
  const hash = hashing.begin();
  await hash.update(some);
  expect(await hash.digest()).toBe(sha256(some));
});

test("a thread that can't go on is no digest", async () => {
  const ended = new HashingBeside();
  const hash = ended.begin();
  await hash.update(some.subarray(0, 1000));
  await ended.stop();
  await expect(hash.digest()).rejects.toThrow("ended");
  expect(() => ended.begin()).toThrow("ended");
});

test("a thread that rests is taken again, also when a layer was given up", async () => {
  const before = hashingBeside();
  await before.begin().update(some);
  await before[Symbol.asyncDispose]();
  await using again = hashingBeside();
  expect(again).toBe(before);
  const hash = again.begin();
  await hash.update(some);
  expect(await hash.digest()).toBe(sha256(some));
});
