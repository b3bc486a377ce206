import fc from "fast-check";
import { expect, test } from "vitest";
import { AmqpFault, readMethod, startOk } from "./amqp.ts";

const text = (value: string, length: number) => {
  const head = Buffer.alloc(length);
  head.writeUIntBE(Buffer.byteLength(value), 0, length);
  return Buffer.concat([head, Buffer.from(value)]);
};
const frame = (payload: Buffer) => {
  const head = Buffer.alloc(7);
  head[0] = 1;
  head.writeUInt32BE(payload.length, 3);
  return Buffer.concat([head, payload, Buffer.from([0xce])]);
};
/** The greeting of RabbitMQ 3.10, shortened. */
const table = Buffer.concat([
  ...[text("capabilities", 1), Buffer.from("F"), text("\x0ebasic.nackt___t\x01", 4).fill(0, 0, 0)],
  ...[
    text("product", 1),
    Buffer.from("S"),
    text("RabbitMQ", 4),
    text("version", 1),
    Buffer.from("S"),
    text("3.10.8", 4),
  ],
]);
const start = frame(
  Buffer.concat([
    ...[Buffer.from([0, 10, 0, 10, 0, 9]), text(table.toString("latin1"), 4)],
    ...[text("PLAIN AMQPLAIN", 4), text("en_US", 4)],
  ]),
);
const close = frame(Buffer.concat([Buffer.from([0, 10, 0, 50, 1, 0x93]), text("ACCESS_REFUSED", 1), Buffer.alloc(4)]));

test("reads how a server greets, and how it refuses", () => {
  expect(readMethod(start)).toEqual({
    method: {
      ...{ is: "start", mechanisms: ["PLAIN", "AMQPLAIN"] },
      properties: new Map([
        ["product", "RabbitMQ"],
        ["version", "3.10.8"],
      ]),
    },
    bytes: start.length,
  });
  expect(readMethod(close)).toMatchObject({ method: { is: "close", code: 403, text: "ACCESS_REFUSED" } });
  for (let at = 0; at < start.length; at += 1) expect(readMethod(start.subarray(0, at))).toBeUndefined();
});

test("a server of another version is told by what it says", () => {
  expect(() => readMethod(Buffer.from("AMQP\x00\x01\x00\x00", "latin1"))).toThrow("it speaks version 1-0-0");
});

test("nothing but a fault or a method comes of any bytes", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 120 }),
    fc
      .record({ at: fc.nat(start.length - 1), to: fc.nat(255) })
      .map(({ at, to }) => Buffer.from(start).fill(to, at, at + 1)),
  );
  fc.assert(
    fc.property(bytes, (garbage) => {
      try {
        readMethod(Buffer.from(garbage));
      } catch (error) {
        expect(error).toBeInstanceOf(AmqpFault);
      }
    }),
    { numRuns: 1000 },
  );
});

test("asks to be told of a refusal", () => {
  expect(startOk("PLAIN", Buffer.from("\0a\0b")).toString("latin1")).toMatch(
    /authentication_failure_closet\x01.*PLAIN/s,
  );
});
