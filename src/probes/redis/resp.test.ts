import fc from "fast-check";
import { expect, test } from "vitest";
import { command, RedisError, type Reply, RespFault, RespReader } from "./resp.ts";

function read(bytes: Buffer | string, cuts: readonly number[] = []): readonly Reply[] {
  const whole = Buffer.from(bytes);
  const reader = new RespReader();
  const places = [0, ...cuts.map((it) => it % (whole.length + 1)).sort((a, b) => a - b), whole.length];
  for (const [at, from] of places.slice(0, -1).entries()) reader.push(whole.subarray(from, places[at + 1]));
  const replies: Reply[] = [];
  for (let it = reader.take(); it !== undefined; it = reader.take()) replies.push(it);
  return replies;
}

test.each<[string, readonly Reply[]]>([
  ["+PONG\r\n", ["PONG"]],
  ["-NOAUTH Authentication required.\r\n", [new RedisError("NOAUTH Authentication required.")]],
  [":-12\r\n,3.5\r\n,inf\r\n", [-12, 3.5, Number.POSITIVE_INFINITY]],
  ["$-1\r\n*-1\r\n_\r\n", [null, null, null]],
  ["$0\r\n\r\n*0\r\n", ["", []]],
  ["*2\r\n$3\r\na\r\n\r\n*1\r\n:1\r\n", [["a\r\n", [1]]]],
  ["%1\r\n+a\r\n#t\r\n~1\r\n#f\r\n(123456789012345678901\r\n", [["a", 1], [0], "123456789012345678901"]],
  ["=7\r\ntxt:abc\r\n!5\r\nERR x\r\n", ["abc", new RedisError("ERR x")]],
  [">1\r\n+news\r\n|1\r\n+ttl\r\n:1\r\n+value\r\n", ["value"]],
  ["*2\r\n|1\r\n+ttl\r\n:1\r\n+a\r\n+b\r\n", [["a", "b"]]],
])("reads %j", (bytes, replies) => {
  expect(read(bytes)).toEqual(replies);
});

test.each([
  "HTTP/1.1 400 Bad Request\r\n",
  "\r\n",
  "$x\r\n",
  "$99999999999\r\n",
  "$2\r\nabcd",
  ":1x\r\n",
  "*1000000\r\n",
])("does not take %j for a reply", (bytes) => {
  expect(() => read(bytes)).toThrow(RespFault);
});

test("bounds how deep, how long and how many", () => {
  expect(() => read("*1\r\n".repeat(100))).toThrow("too deep");
  expect(() => read("x".repeat(70_000))).toThrow("without an end");
  expect(() => read(`*2\r\n*99999\r\n${":1\r\n".repeat(99_999)}*99999\r\n${":1\r\n".repeat(99_999)}`)).toThrow(
    "too many",
  );
});

const words = fc.array(fc.string({ unit: "binary" }), { minLength: 1 });

test("reads what it would write, however it is cut", () => {
  fc.assert(
    fc.property(fc.array(words), fc.array(fc.nat()), (commands, cuts) => {
      expect(read(Buffer.concat(commands.map(command)), cuts)).toEqual(commands);
    }),
  );
});

const alphabet = fc.constantFrom(...("+-:,#_$=!*~%|>(0123\r\n\r\na".match(/\r\n|./gs) ?? []));

test("gives replies, waits, or says that it is none: nothing else comes of any bytes", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }).map((it) => Buffer.from(it)),
    fc.array(alphabet, { maxLength: 200 }).map((it) => Buffer.from(it.join(""))),
  );
  fc.assert(
    fc.property(bytes, fc.array(fc.nat()), (garbage, cuts) => {
      const tried = (at: readonly number[]) => {
        try {
          return read(garbage, at);
        } catch (error) {
          expect(error).toBeInstanceOf(RespFault);
          return "fault";
        }
      };
      expect(tried(cuts)).toEqual(tried([]));
    }),
    { numRuns: 1000 },
  );
});
