import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { childrenOf, type Der, elementAt, readDer } from "./der.ts";
import { bitsOf, numberOf, oidOf, timeOf } from "./der-values.ts";
import { derOf, oidBytes, sequenceOf } from "./der-write.ts";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const one = (text: string) => readDer(hex(text));

describe("DER", () => {
  test.each([
    ["nothing", ""],
    ["a tag alone", "30"],
    ["a length that is cut off", "30 82"],
    ["a length that is cut off after its first byte", "30 82 01"],
    ["a length of five bytes", "30 85 00 00 00 00 01 00"],
    ["an indefinite length", "30 80 00 00"],
    ["a tag of several bytes", "1f 81 00"],
    ["less content than was said", "04 05 01 02"],
    ["more content than was said", "04 01 01 02"],
  ])("of %s is none", (_name, text) => {
    expect(one(text)).toBeUndefined();
  });

  test("has no children where one of them is broken", () => {
    expect(childrenOf(one("30 06 02 01 05 02 05 01"))).toEqual([]);
    expect(childrenOf(one("30 06 02 01 05 02 01 07")).map(numberOf)).toEqual([5, 7]);
    expect(childrenOf(one("04 03 02 01 05"))).toEqual([]);
  });

  test("tells object identifiers, times, numbers and bits", () => {
    expect(oidOf(one("06 09 2a 86 48 86 f7 0d 01 01 0b"))).toBe("1.2.840.113549.1.1.11");
    const at = (tag: number, text: string) => timeOf(readDer(derOf(tag, Buffer.from(text))))?.toISOString();
    expect(at(0x17, "491231235959Z")).toBe("2049-12-31T23:59:59.000Z");
    expect(at(0x17, "500101000000Z")).toBe("1950-01-01T00:00:00.000Z");
    expect(at(0x18, "20500101000000Z")).toBe("2050-01-01T00:00:00.000Z");
    expect(at(0x17, "20500101000000Z")).toBeUndefined();
    expect(at(0x18, "500101000000Z")).toBeUndefined();
    expect(numberOf(one("02 02 01 00"))).toBe(256);
    expect(numberOf(one("02 01 ff"))).toBeUndefined();
    expect(bitsOf(one("03 02 05 a0"))).toEqual(hex("a0"));
    expect(bitsOf(one("03 00"))).toBeUndefined();
  });

  test("that is written is read again", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 4 }), (parts) => {
        const whole = readDer(sequenceOf(...parts.map((it) => derOf(0x04, Buffer.from(it)))));
        expect(childrenOf(whole).map((it) => [...it.body])).toEqual(parts.map((it) => [...it]));
      }),
    );
    expect(oidOf(readDer(oidBytes("1.3.6.1.4.1.11129.2.4.2")))).toBe("1.3.6.1.4.1.11129.2.4.2");
  });

  test("never throws and never reaches past the end, whatever the bytes", () => {
    const look = (it: Der | undefined, depth: number): void => {
      for (const read of [oidOf, timeOf, numberOf, bitsOf]) read(it);
      if (depth > 0) for (const child of childrenOf(it)) look(child, depth - 1);
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(60), (bytes, at) => {
        const it = elementAt(Buffer.from(bytes), at);
        look(it, 4);
        return it === undefined || at + it.whole.length <= bytes.length;
      }),
      { numRuns: 10_000 },
    );
  });
});
