import fc from "fast-check";
import { expect, test } from "vitest";
import { BsonFault, readDocument, writeDocument } from "./bson.ts";
import { ScramClient } from "./scram.ts";

test("reads what it writes", () => {
  const document = {
    ...{ hello: 1, text: "ä", yes: true, none: null, bytes: Buffer.from([1, 2]), at: new Date(0) },
    list: ["a", { b: -1 }],
  };
  expect(readDocument(writeDocument(document))).toEqual(document);
});

test("reads the example of the specification", () => {
  const bytes = Buffer.from("160000000268656c6c6f0006000000776f726c640000", "hex");
  expect(readDocument(bytes)).toEqual({ hello: "world" });
});

test("nothing but a fault or a document comes of any bytes", () => {
  const whole = writeDocument({ a: [{ b: "c" }, 1, null], d: Buffer.from("e"), f: true });
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc
      .record({ at: fc.nat(whole.length - 1), to: fc.nat(255) })
      .map(({ at, to }) => Buffer.from(whole).fill(to, at, at + 1)),
  );
  fc.assert(
    fc.property(bytes, (garbage) => {
      try {
        readDocument(Buffer.from(garbage));
      } catch (error) {
        expect(error).toBeInstanceOf(BsonFault);
      }
    }),
    { numRuns: 2000 },
  );
});

test("proves a password as the example of RFC 7677 does, and knows the server by its last words", async () => {
  const scram = new ScramClient("user", "pencil", "rOprNGfwEbeRWgbNEkqO");
  expect(scram.first).toBe("n,,n=user,r=rOprNGfwEbeRWgbNEkqO");
  const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
  expect(await scram.next(`r=${nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096`)).toBe(
    `c=biws,r=${nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
  );
  scram.hear("v=AAAA");
  expect(scram.proved).toBe(false);
  scram.hear("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  expect(scram.proved).toBe(true);
});

test.each([
  ["another's nonce", "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"],
  ["few rounds", "r=mineserver,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=1"],
  ["too many rounds", "r=mineserver,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=9999999"],
])("%s is given no proof", async (_, heard) => {
  expect(await new ScramClient("user", "pencil", "mine").next(heard)).toBeUndefined();
});
