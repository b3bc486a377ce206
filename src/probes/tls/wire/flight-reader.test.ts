import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { suiteOf } from "../tables/suites.ts";
import type { Flight } from "./flight.ts";
import { FlightReader } from "./flight-reader.ts";
import { handshakeMessage, record } from "./frame.ts";
import { readSsl2Answer } from "./ssl2.ts";
import { u16, u24 } from "./write.ts";

const folder = new URL("fixtures/", import.meta.url);
const read = (name: string) => Buffer.from(readFileSync(new URL(name, folder), "latin1").replace(/\s/g, ""), "hex");
const recorded = new Map(readdirSync(folder).map((name) => [name.replace(".hex", ""), read(name)]));
const flightOf = (...chunks: readonly Buffer[]): Flight => {
  const reader = new FlightReader(suiteOf);
  for (const chunk of chunks) reader.push(chunk);
  return reader.flight();
};
const flight = (name: string) => flightOf(recorded.get(name) ?? Buffer.alloc(0));

describe("what real servers answered", () => {
  test("shows certificate, curve and signature of an ECDHE suite", () => {
    const it = flight("nginx-ecdhe-rsa");
    expect(it).toMatchObject({ helloDone: true, certificateRequested: false });
    expect(it.serverHello).toMatchObject({ version: 0x0303, suite: 0xc02f, isRetryRequest: false });
    expect(it.serverKeyExchange).toMatchObject({ kind: "ecdh", group: 29, signatureScheme: 0x0403 + 0x0401 });
    expect(it.serverKeyExchange?.publicValue).toHaveLength(32);
    expect(it.certificates).toHaveLength(1);
  });

  test("shows the group that TLS 1.3 asks for, and no certificate", () => {
    const it = flight("nginx-retry-request");
    expect(it.serverHello).toMatchObject({ version: 0x0304, isRetryRequest: true, group: 29 });
    expect(it.certificates).toBeUndefined();
    expect(flight("nginx-tls13").serverHello).toMatchObject({ version: 0x0304, isRetryRequest: false, group: 29 });
  });

  test("shows prime, generator and public value of DHE and anonymous DH", () => {
    const dhe = flight("openssl-dhe-rsa").serverKeyExchange;
    expect([dhe?.kind, dhe?.prime?.length, dhe?.generator]).toEqual(["dh", 256, Buffer.from([2])]);
    const anonymous = flight("gnutls-dh-anon");
    expect(anonymous.serverKeyExchange).toMatchObject({ kind: "dh" });
    expect(anonymous.certificates).toBeUndefined();
  });

  test("shows curves without a signature scheme before TLS 1.2, and that a client certificate is asked for", () => {
    const old = flight("openssl-ecdhe-ecdsa").serverKeyExchange;
    expect(old).toMatchObject({ kind: "ecdh" });
    expect(old?.signatureScheme).toBeUndefined();
    expect(flight("gnutls-client-certificate").certificateRequested).toBe(true);
    expect(flight("gnutls-rc4")).toMatchObject({ serverHello: { suite: 5 }, helloDone: true });
  });

  test("shows an alert", () => {
    expect(flight("nginx-alert").alert).toEqual({ level: 2, description: 70 });
  });

  test.each([...recorded.keys()])("of %s is the same byte by byte", (name) => {
    const bytes = recorded.get(name) ?? Buffer.alloc(0);
    expect(flightOf(...[...bytes].map((it) => Buffer.from([it])))).toEqual(flightOf(bytes));
  });
});

type Change = { readonly at: number; readonly byte: number; readonly how: "set" | "cut" | "insert" | "drop" };

function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  let now = Buffer.from(bytes);
  for (const { at, byte, how } of changes) {
    const place = now.length === 0 ? 0 : at % now.length;
    if (how === "set" && now.length > 0) now[place] = byte;
    if (how === "cut") now = now.subarray(0, place);
    if (how === "drop") now = Buffer.concat([now.subarray(0, place), now.subarray(place + 1 + (byte % 16))]);
    if (how === "insert") now = Buffer.concat([now.subarray(0, place), Buffer.alloc(byte, byte), now.subarray(place)]);
  }
  return now;
}

const change = fc.record({
  // Most of what matters is at the start: headers and lengths.
  at: fc.oneof(fc.nat(160), fc.nat(4000)),
  byte: fc.nat(255),
  how: fc.constantFrom("set", "set", "set", "cut", "insert", "drop") as fc.Arbitrary<Change["how"]>,
});

describe("hostile bytes", () => {
  test("never make the reader throw, and change nothing by how they are cut: 10,000 mutated real answers", () => {
    const answers = fc.constantFrom(...recorded.values());
    const property = fc.property(
      answers,
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.nat(50),
      (bytes, all, size) => {
        const mutated = changed(bytes, all);
        const whole = flightOf(mutated);
        const pieces: Buffer[] = [];
        for (let at = 0; at < mutated.length; at += size + 1) pieces.push(mutated.subarray(at, at + size + 1));
        expect(flightOf(...pieces)).toEqual(whole);
        readSsl2Answer(mutated);
        expect(whole.head.length).toBeLessThanOrEqual(256);
      },
    );
    fc.assert(property, { numRuns: 10_000 });
  }, 300_000);

  test("that are no TLS at all are told as such", () => {
    expect(flightOf(Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n")).malformed).toMatch(/byte 72/);
    expect(flightOf(Buffer.from([22, 9, 9, 0, 1, 0])).malformed).toMatch(/version/);
  });

  test("that promise a huge message are refused before they are gathered", () => {
    const header = Buffer.concat([Buffer.from([11]), u24(0xff_ff_ff)]);
    expect(flightOf(record(22, header)).malformed).toMatch(/too long/);
    expect(flightOf(Buffer.concat([Buffer.from([22]), u16(0x0303), u16(0xffff)])).malformed).toMatch(/too long/);
  });

  test("that never end are cut off: empty records, warnings, hello requests", () => {
    const warning = record(21, Buffer.from([1, 90]));
    for (const one of [record(22, Buffer.alloc(0)), warning, record(22, handshakeMessage(0, Buffer.alloc(0)))]) {
      const reader = new FlightReader(suiteOf);
      let pushed = 0;
      while (!reader.done && pushed < 10_000) {
        reader.push(one);
        pushed += 1;
      }
      expect([reader.flight().malformed, pushed]).toEqual(["too many records", 2001]);
    }
  });
});

describe("an SSLv2 answer", () => {
  const real = recorded.get("scapy-ssl2") ?? Buffer.alloc(0);

  test("of a real server shows its certificate and its kinds of cipher", () => {
    const { state, ...told } = readSsl2Answer(real);
    expect(state).toBe("hello");
    const { certificate, kinds } = "hello" in told ? told.hello : { certificate: Buffer.alloc(0), kinds: [] };
    expect(new X509Certificate(certificate).subject).toContain("CN=www.example.com");
    expect(kinds).toHaveLength(7);
  });

  test("never makes the reader throw or tell more than came: 10,000 mutated real ones", () => {
    const states = new Set<string>();
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (all) => {
      const mutated = changed(real, all);
      const told = readSsl2Answer(mutated);
      states.add(told.state);
      if (told.state !== "hello") return;
      expect(told.hello.certificate.length + 3 * told.hello.kinds.length).toBeLessThan(mutated.length);
    });
    fc.assert(property, { numRuns: 10_000 });
    expect(states.size).toBeGreaterThan(2);
  }, 300_000);

  const hello = Buffer.concat([
    Buffer.from([4, 0, 1, 0, 2]),
    ...[u16(3), u16(6), u16(2)],
    Buffer.from([1, 2, 3, 0x01, 0, 0x80, 0x07, 0, 0xc0, 9, 9]),
  ]);
  const bytes = Buffer.concat([u16(0x8000 | hello.length), hello]);

  test("tells the kinds that the server has, as soon as it is whole", () => {
    expect(readSsl2Answer(bytes)).toMatchObject({ state: "hello", hello: { version: 2, kinds: [0x010080, 0x0700c0] } });
    for (let at = 0; at < bytes.length; at += 1) expect(readSsl2Answer(bytes.subarray(0, at)).state).toBe("more");
  });

  test("is none where TLS or something else answers", () => {
    expect(readSsl2Answer(recorded.get("nginx-alert") ?? Buffer.alloc(0)).state).toBe("other");
    expect(readSsl2Answer(Buffer.from("HTTP/1.1 400")).state).toBe("other");
    expect(readSsl2Answer(Buffer.from([0x80, 3, 0, 0, 1]))).toEqual({ state: "error", code: 1 });
  });
});
