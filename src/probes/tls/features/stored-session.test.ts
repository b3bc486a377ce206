import fc from "fast-check";
import { expect, it } from "vitest";
import { maxEarlyData } from "./stored-session.ts";

const session = (tail: string) => {
  const body = Buffer.from(`020101020203040402130204${"00"}${tail}`, "hex");
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
};
const named = (der: Buffer) => Buffer.concat([Buffer.from("\0nodejs:tls:session:1\0\0\x03abc", "latin1"), der]);

it("early data is read from a session, with and without the runtime's name before it", () => {
  for (const wrap of [(it: Buffer) => it, named]) {
    expect(maxEarlyData(wrap(session("af0402024000")))).toBe(16_384);
    expect(maxEarlyData(wrap(session("af07020500ffffffff")))).toBe(0xffffffff);
    expect(maxEarlyData(wrap(session("ae0402024000")))).toBe(0);
  }
});

it("what is no session tells nothing, instead of telling that there is no early data", () => {
  expect(maxEarlyData(Buffer.alloc(0))).toBeUndefined();
  expect(maxEarlyData(Buffer.from("hello"))).toBeUndefined();
  expect(maxEarlyData(Buffer.from("\0nodejs:tls:session:9", "latin1"))).toBeUndefined();
  expect(maxEarlyData(session("af0402024000").subarray(0, 10))).toBeUndefined();
  expect(maxEarlyData(session("af0404024000"))).toBeUndefined();
});

it("no bytes make it throw", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void maxEarlyData(named(Buffer.from(bytes)))));
});
