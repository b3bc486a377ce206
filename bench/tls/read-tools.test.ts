import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readTime } from "../child.ts";
import { median } from "../median.ts";
import { goals, rows } from "./goals.ts";
import { measured } from "./measured.ts";
import { readNmap } from "./nmap.ts";
import { readSslscan } from "./sslscan.ts";
import { readSslyze } from "./sslyze.ts";
import { table } from "./table.ts";
import { readTestssl } from "./testssl.ts";

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), "utf8");

describe("the other tools' reports", () => {
  it("are read from sslscan's text: each suite once, however many versions have it", () => {
    const { versions, suites, groups } = readSslscan(fixture("sslscan.txt"));
    expect(versions).toEqual(["TLSv1.0", "TLSv1.1", "TLSv1.2"]);
    expect(suites).toBe(29);
    expect(groups).toEqual(["secp256r1", "secp384r1", "secp521r1", "x25519", "x448"]);
  });

  it("are read from nmap's text", () => {
    const told = readNmap(fixture("nmap.txt"));
    expect(told).toEqual({ versions: ["TLSv1.2", "TLSv1.3"], suites: 6, groups: ["secp256r1", "x25519"] });
  });

  it("are read from testssl.sh's findings, which list what is not offered, too", () => {
    const { versions, suites, groups } = readTestssl(fixture("testssl.json"));
    expect(versions).toEqual(["TLSv1.0", "TLSv1.1", "TLSv1.2"]);
    expect(suites).toBe(2);
    expect(groups).toHaveLength(5);
  });

  it("are read from sslyze's JSON", () => {
    const { versions, suites, groups } = readSslyze(fixture("sslyze.json"));
    expect(versions).toEqual(["TLSv1.0", "TLSv1.1", "TLSv1.2"]);
    expect(suites).toBeGreaterThanOrEqual(4);
    expect(groups).toEqual(["X25519", "X448", "secp256r1", "secp384r1", "secp521r1"]);
  });
});

describe("the figures", () => {
  it("take the CPU time from GNU time, also of a program that failed", () => {
    expect(readTime("Command exited with non-zero status 2\n0.96 0.10 121344\n")).toEqual({
      cpuMs: 1060,
      rssKb: 121344,
    });
    expect(readTime("")).toEqual({});
  });

  it("are medians", () => {
    expect([median([3, 1, 2]), median([1, 2, 3, 4])]).toEqual([2, 2.5]);
  });

  const one = (id: string, wallMs: number, connections: number) => measured(id, [{ wallMs, connections, cpuMs: 10 }]);
  const all = [
    one(rows.process, 1000, 50),
    one(rows.inProcess, 100, 50),
    one("sslscan", 400, 90),
    one("testssl", 60_000, 900),
    one("nmap", 300, 40),
  ];

  it("stand in a table with ratios to Holdfast's whole process", () => {
    const [base] = all;
    const line =
      base &&
      table(all, base)
        .split("\n")
        .find((it) => it.includes("testssl"));
    expect(line).toMatch(/60\.0 s \| +60× \|/);
  });

  it("tell of each goal whether it is met, and of what was not measured that it is open", () => {
    const met = (them: typeof all) => goals({ modern: them }, []).map((it) => it.met);
    expect(met(all)).toEqual([true, true, false, true]);
    expect(met(all.filter((it) => it.id !== "testssl"))).toEqual([undefined, true, false, true]);
    expect(met([])).toEqual([undefined, undefined, undefined]);
  });
});
