import fc from "fast-check";
import { expect, it } from "vitest";
import { startupAnswer } from "./wire.ts";

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(body, "latin1") + 4);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body, "latin1")]);
}
const welcome = message("R", "\0\0\0\0");
const ready = message("Z", "I");
const failure = (code: string) => message("E", `SFATAL\0C${code}\0Mno\0\0`);

it.each([
  ["a welcome", [welcome, message("S", "server_version\x0015.4\0"), ready], { result: "accepted", version: "15.4" }],
  ["a request for a password", [message("R", "\0\0\0\x03")], { result: "authentication", method: "password" }],
  ["a request for MD5", [message("R", "\0\0\0\x05salt")], { result: "authentication", method: "md5" }],
  ["SCRAM", [message("R", "\0\0\0\x0aSCRAM-SHA-256\0\0")], { result: "authentication", method: "scram-sha-256" }],
  ["no rule", [failure("28000")], { result: "refused", detail: "no" }],
  ["too many connections", [failure("53300")], { result: "unclear" }],
  ["no database, after a welcome", [welcome, failure("3D000")], { result: "accepted" }],
  ["no role, after a welcome", [welcome, failure("28000")], { result: "unclear" }],
  ["readiness without a welcome, then nothing", [ready, Buffer.from("HTTP/1.1")], { result: "unclear" }],
] as const)("reads %s", (_, parts, expected) => {
  expect(startupAnswer(Buffer.concat(parts))).toMatchObject(expected);
});

it("waits for the whole answer, and reads it the same however it comes in pieces", () => {
  const whole = Buffer.concat([message("N", "SNOTICE\0Mhello\0\0"), welcome, message("S", "a\0b\0"), ready]);
  for (let at = 0; at < whole.length; at += 1) expect(startupAnswer(whole.subarray(0, at))).toBeUndefined();
  expect(startupAnswer(whole)).toEqual({ result: "accepted" });
});

it("takes nothing for being let in or refused that isn't, whatever comes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const answer = startupAnswer(Buffer.from(bytes));
      if (answer !== undefined && bytes[0] !== 0x52)
        expect(["accepted", "authentication"]).not.toContain(answer.result);
    }),
  );
});
