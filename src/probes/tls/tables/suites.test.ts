import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { testbedHas } from "../../../../test/bed/program.ts";
import { suiteSchema } from "../facts.ts";
import { earlierSuites, ssl2Kinds, suiteOf, tls13Suites } from "./suites.ts";

const all = [...earlierSuites, ...tls13Suites, ...ssl2Kinds];

describe("every suite", () => {
  test("has a code, a name and properties of its own that fit the facts", () => {
    expect(new Set(all).size).toBe(all.length);
    expect(new Set(all.map((code) => suiteOf(code).name)).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(370);
    for (const code of all) expect(suiteSchema.safeParse(suiteOf(code)).success).toBe(true);
  });

  test.skipIf(!testbedHas("openssl"))("that OpenSSL knows is named and classed as OpenSSL does", () => {
    const args = ["ciphers", "-V", "-stdname", "ALL:COMPLEMENTOFALL:@SECLEVEL=0"];
    const rows = execFileSync("openssl", args, { encoding: "utf8" }).trim().split("\n");
    expect(rows.length).toBeGreaterThan(150);
    const exchanges: Readonly<Record<string, RegExp>> = {
      any: /^any$/,
      RSA: /^RSA$/,
      DH: /^DHE?$/,
      ECDH: /^ECDHE?$/,
      PSK: /^PSK$/,
      DHEPSK: /^DHE_PSK$/,
      ECDHEPSK: /^ECDHE_PSK$/,
      RSAPSK: /^RSA_PSK$/,
      SRP: /^SRP$/,
    };
    for (const row of rows) {
      const [, high = "", low = "", name = ""] = /0x(\w\w),0x(\w\w) - (\S+)/.exec(row) ?? [];
      const [, exchange = ""] = /Kx=(\S+)/.exec(row) ?? [];
      const [, bits = "0"] = /Enc=[^ (]*\((\d+)\)/.exec(row) ?? [];
      const suite = suiteOf(Number.parseInt(high + low, 16));
      expect(suite.name).toBe(name);
      expect([name, suite.keyExchange]).toEqual([name, expect.stringMatching(exchanges[exchange] ?? /^$/)]);
      expect([name, suite.aead]).toEqual([name, row.includes("Mac=AEAD")]);
      if (!row.includes("CHACHA20")) expect([name, suite.bits]).toEqual([name, Number(bits)]);
    }
  });

  test.each([
    [0x0003, { keyExchange: "RSA", cipher: "RC4_40", bits: 40, exportGrade: true, forwardSecret: false }],
    [0x0062, { cipher: "DES_CBC", bits: 56, exportGrade: true, blockBits: 64 }],
    [0x000a, { cipher: "3DES_EDE_CBC", bits: 168, blockBits: 64, aead: false }],
    [0x001b, { keyExchange: "DH", authentication: "anon", forwardSecret: true }],
    [0xc02f, { keyExchange: "ECDHE", authentication: "RSA", cipher: "AES_128_GCM", aead: true, blockBits: 128 }],
    [0xcca8, { cipher: "CHACHA20_POLY1305", bits: 256, aead: true }],
    [0xc0ae, { cipher: "AES_128_CCM_8", bits: 128, aead: true }],
    [0xc0aa, { keyExchange: "DHE_PSK", authentication: "PSK" }],
    [0x1301, { keyExchange: "any", authentication: "any", forwardSecret: true, bits: 128 }],
    [0xc0b4, { cipher: "NULL", bits: 0 }],
    [0x0000, { keyExchange: "NULL", authentication: "NULL", cipher: "NULL", bits: 0 }],
    [0x020080, { name: "SSL_CK_RC4_128_EXPORT40_WITH_MD5", bits: 40, exportGrade: true }],
  ])("0x%s is read from its name", (code, properties) => {
    expect(suiteOf(code)).toMatchObject(properties);
  });

  test("without a name is told by its number", () => {
    expect(suiteOf(0xabcd)).toMatchObject({ code: 0xabcd, name: "0xabcd" });
  });
});
