import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../../test/bed/certificates.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { certificateNames, namesCover } from "./names.ts";

const certificateFor = (...names: readonly string[]) =>
  new X509Certificate(readFileSync(makeLeaf({ key: "ec-256", names }).chain));

describe.skipIf(!testbedHas("openssl"))("the names of a certificate", () => {
  test("are its alternative names, DNS and IP", () => {
    const names = ["DNS:www.example.com", "IP:127.0.0.1", "IP:0:0:0:0:0:0:0:1", "email:someone@example.com"];
    expect(certificateNames(certificateFor(...names))).toEqual(["www.example.com", "127.0.0.1", "0:0:0:0:0:0:0:1"]);
  });

  test.each([
    ["www.example.com", true],
    ["WWW.Example.COM", true],
    ["www.example.com.", true],
    ["a.shop.example.com", true],
    ["shop.example.com", false],
    ["a.b.shop.example.com", false],
    ["example.com", false],
    ["::1", true],
    ["0:0::1", true],
    ["::2", false],
    ["127.0.0.1", false],
  ])("cover %s: %s", (host, covered) => {
    expect(namesCover(certificateFor("DNS:www.example.com", "DNS:*.shop.example.com", "IP:::1"), host)).toBe(covered);
  });

  test("never cover a whole top-level domain, nor a name that only the subject has", () => {
    expect(namesCover(certificateFor("DNS:*.com"), "example.com")).toBe(false);
    expect(namesCover(certificateFor("DNS:w*.example.com"), "www.example.com")).toBe(false);
    expect(namesCover(certificateFor("email:someone@example.com"), "someone@example.com")).toBe(false);
  });
});
