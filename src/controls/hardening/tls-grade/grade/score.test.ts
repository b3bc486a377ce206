import { describe, expect, it, test } from "vitest";
import { modernFacts, speaking } from "../../../../../test/tls-facts.ts";
import { categoryScores } from "./categories.ts";
import { certificateKeyScore, curveScore, modulusScore } from "./key-score.ts";
import { letterOf, wholeScore } from "./score.ts";

describe("the whole score", () => {
  test.each([
    [100, 90, 90, 93, "A"],
    [100, 100, 100, 100, "A"],
    [100, 90, 80, 89, "A"],
    [97.5, 90, 60, 80.25, "A"],
    [95, 90, 60, 79.5, "B"],
    [90, 90, 65, 80, "A"],
    [95, 80, 60, 76.5, "B"],
    [50, 80, 65, 65, "B"],
    [47.5, 80, 65, 64.25, "C"],
    [50, 40, 57.5, 50, "C"],
    [50, 40, 57, 49.8, "D"],
    [40, 20, 42.5, 35, "D"],
    [40, 20, 20, 26, "E"],
    [20, 20, 20, 20, "E"],
    [20, 20, 10, 16, "F"],
    [0, 100, 100, 0, "F"],
    [100, 0, 100, 0, "F"],
    [100, 100, 0, 0, "F"],
  ])("of %d, %d and %d is %d: %s", (protocols, keyExchange, ciphers, score, letter) => {
    expect(wholeScore({ protocols, keyExchange, ciphers })).toBe(score);
    expect(letterOf(score)).toBe(letter);
  });

  it("is cut at the limits, not rounded", () => {
    expect([79.95, 80, 64.95, 65, 49.95, 50, 34.95, 35, 19.95, 20].map(letterOf).join("")).toBe("BACBDCEDFE");
  });
});

describe("the scores of keys", () => {
  test.each([
    [511, 20],
    [512, 40],
    [1023, 40],
    [1024, 80],
    [2047, 80],
    [2048, 90],
    [4095, 90],
    [4096, 100],
  ])("a modulus of %d bits has %d", (bits, score) => expect(modulusScore(bits)).toBe(score));

  test.each([
    [109, 20],
    [110, 40],
    [123, 80],
    [163, 90],
    [224, 90],
    [225, 100],
    [253, 100],
  ])("a curve of %d bits has %d", (bits, score) => expect(curveScore(bits)).toBe(score));

  it("are not known for keys of which the size was not told", () => {
    const [leaf] = modernFacts.tlsCertificates.chains[0]?.sent ?? [];
    if (leaf === undefined) throw new Error("no certificate");
    const { keyBits: _, ...less } = leaf;
    expect(certificateKeyScore(less)).toBeUndefined();
    expect(certificateKeyScore({ ...leaf, keyType: "ml-dsa-44" })).toBe(90);
    expect(certificateKeyScore({ ...leaf, keyType: "ml-dsa-65" })).toBe(100);
  });
});

describe("the categories", () => {
  it("are means of best and worst, but the weakest exchange", () => {
    expect(categoryScores(modernFacts)).toEqual({ protocols: 100, keyExchange: 100, ciphers: 90 });
    const old = { ...modernFacts, ...speaking({ TLSv1: [0xc014, 0x0005], "TLSv1.2": [0xc030] }) };
    expect(categoryScores(old)).toEqual({ protocols: 95, keyExchange: 100, ciphers: 90 });
    const dh = [{ bits: 1024, generator: "2", primeSha256: "", exportGrade: false }];
    expect(categoryScores({ ...old, tlsKeyExchange: { ...old.tlsKeyExchange, dh } }).keyExchange).toBe(80);
    const anonymous = { ...modernFacts, ...speaking({ "TLSv1.2": [0xc030, 0x0034, 0x0002] }) };
    expect(categoryScores(anonymous)).toEqual({ protocols: 100, keyExchange: 0, ciphers: 50 });
  });
});
