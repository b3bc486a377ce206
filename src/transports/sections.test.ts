import fc from "fast-check";
import { expect, test } from "vitest";
import { splitSections } from "./sections.ts";

const framed = (name: string, limit: number, bytes: Uint8Array, exitCode: number, stderr: string) =>
  Buffer.concat([
    Buffer.from(`\x1eoutput ${name} ${limit}\n`),
    bytes,
    Buffer.from(`\x1eended ${name} ${exitCode}\n${stderr}`),
  ]);
const bytesWithoutSeparator = fc
  .uint8Array({ maxLength: 200 })
  .map((it) => it.map((byte) => (byte === 0x1e ? 0x3f : byte)));

test("every section comes back byte for byte, whatever its bytes are", () => {
  fc.assert(
    fc.property(
      fc.array(bytesWithoutSeparator, { maxLength: 8 }),
      fc.integer({ min: 0, max: 255 }),
      (all, exitCode) => {
        const stdout = Buffer.concat([
          ...all.map((bytes, i) => framed(`s-${i}`, 1000, bytes, exitCode, "\nno such file\n")),
          Buffer.from("\x1eend\n"),
        ]);
        const { sections, complete } = splitSections(stdout);
        expect(complete).toBe(true);
        expect([...sections.keys()]).toEqual(all.map((_, i) => `s-${i}`));
        all.forEach((bytes, i) => {
          const section = sections.get(`s-${i}`);
          expect(section?.bytes.equals(bytes)).toBe(true);
          expect(section).toMatchObject({ exitCode, stderr: "no such file", truncated: false });
        });
      },
    ),
  );
});

test("random bytes and any cut of a whole output never throw, and a cut output is not complete", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => void splitSections(Buffer.from(bytes))));
  const whole = Buffer.concat([framed("a", 10, Buffer.from("x"), 0, ""), Buffer.from("\x1eend\n")]);
  for (let i = 0; i < whole.length; i++) expect(splitSections(whole.subarray(0, i)).complete).toBe(false);
});

test("a section without its end is missing, and one that reached its limit says so", () => {
  expect(splitSections(Buffer.from("\x1eoutput a 10\nxyz")).sections.size).toBe(0);
  expect(splitSections(framed("a", 3, Buffer.from("xyz"), 141, "")).sections.get("a")?.truncated).toBe(true);
});

test("of a section that appears twice the first counts", () => {
  const twice = Buffer.concat([framed("a", 10, Buffer.from("1"), 0, ""), framed("a", 10, Buffer.from("2"), 0, "")]);
  expect(splitSections(twice).sections.get("a")?.bytes.toString()).toBe("1");
});
