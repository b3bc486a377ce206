import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testbedHas } from "../../../../test/bed/program.ts";
import { uncompressed } from "./uncompressed.ts";
import { zstdFrames } from "./zstd-frames.ts";

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(chunks: AsyncIterable<Buffer>): Promise<Buffer[]> {
  const told: Buffer[] = [];
  for await (const chunk of chunks) told.push(chunk);
  return told;
}
const whole = async (chunks: AsyncIterable<Buffer>) => Buffer.concat(await all(chunks));

describe.skipIf(!testbedHas("zstd"))("frames that zstd wrote", () => {
  const pieces = [Buffer.alloc(300_000, "a"), randomBytes(200_000), Buffer.alloc(0), Buffer.from("small")];
  const skipped = Buffer.concat([Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0]), Buffer.from("xyz")]);

  it.each([
    ["-1", "--no-check"],
    ["-19", "--check"],
    ["--fast", "--no-content-size"],
  ])("with %s %s are taken apart and decompressed, whatever the chunks", async (...options) => {
    const frames = pieces.map((input) => execFileSync("zstd", [...options, "-c"], { input, maxBuffer: 1 << 24 }));
    const bytes = Buffer.concat([skipped, ...frames.flatMap((it) => [it, skipped])]);
    for (const size of [7, 5000, bytes.length]) {
      const cut = await all(zstdFrames(inChunks(bytes, size)));
      if (size === bytes.length) expect(cut).toHaveLength(1 + 2 * frames.length);
      const told = await whole(uncompressed(inChunks(bytes, size), "zstd"));
      expect(told.equals(Buffer.concat(pieces))).toBe(true);
    }
  });
});

it("any bytes pass as they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 50 }), async (bytes, size) => {
      const input = Buffer.from(bytes);
      expect((await whole(zstdFrames(inChunks(input, size)))).equals(input)).toBe(true);
    }),
  );
});
