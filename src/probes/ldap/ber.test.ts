import fc from "fast-check";
import { expect, test } from "vitest";
import { BerFault, element, elementsOf, integer, integerOf, octets, readElement } from "./ber.ts";
import { readReply } from "./message.ts";

test("reads what it writes, and waits for the whole of it", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), fc.integer({ min: 0, max: 2 ** 31 - 1 }), (text, number) => {
      const bytes = element(0x30, integer(number), octets(text));
      const [first, second] = elementsOf(readElement(bytes)?.content ?? expect.fail());
      expect([integerOf(first ?? expect.fail()), second?.content.toString()]).toEqual([
        number,
        Buffer.from(text).toString(),
      ]);
      for (let at = 0; at < bytes.length; at += 7) expect(readElement(bytes.subarray(0, at))).toBeUndefined();
    }),
  );
});

test("nothing but a fault or an answer comes of any bytes", () => {
  const entry = element(0x30, integer(1), element(0x64, octets("dc=b"), element(0x30)));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .record({ at: fc.nat(entry.length - 1), to: fc.nat(255) })
      .map(({ at, to }) => Buffer.from(entry).fill(to, at, at + 1)),
  );
  fc.assert(
    fc.property(bytes, (garbage) => {
      try {
        const message = readElement(Buffer.from(garbage));
        if (message !== undefined) readReply(message.content);
      } catch (error) {
        expect(error).toBeInstanceOf(BerFault);
      }
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ["a length without an end", [0x30, 0x80, 0, 0]],
  ["a length of five bytes", [0x30, 0x85, 0, 0, 0, 0, 1]],
  ["more than is listened to", [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]],
  ["a tag of several bytes", [0x1f, 0x81, 0x01, 0]],
])("%s is refused", (_, bytes) => {
  expect(() => readElement(Buffer.from(bytes))).toThrow(BerFault);
});
