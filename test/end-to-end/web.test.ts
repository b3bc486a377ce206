import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { testbedHas } from "../bed/program.ts";
import { siteName, type WebServer } from "../bed/web-server.ts";
import { webServers } from "../bed/web-servers.ts";
import { holdfast, type JsonReport, type Ran, written } from "./holdfast.ts";

function estateFor(server: WebServer): string {
  return written(
    "estate.yaml",
    `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, endpoints: [site] }
endpoints:
  site:
    url: https://${siteName}:${server.port}/
    connect: 127.0.0.1
    plain: http://${siteName}:${server.plainPort}/
    trust: ${server.authority}
    methods: [GET, HEAD]
`,
  );
}

/** Every planted fault: the requirement it violates, and what the sentence must name. */
const planted: readonly (readonly [string, string, RegExp])[] = [
  ["the version shown", "HAR-11", /(nginx|Apache)\/\d+\.\d+/],
  ["the echo of a request", "HAR-10", /echo/],
  ["no Strict-Transport-Security", "HAR-4", /Strict-Transport-Security/i],
  ["no X-Content-Type-Options", "HAR-4", /X-Content-Type-Options/i],
  ["no framing policy", "HAR-4", /frame|framing/i],
  ["no Referrer-Policy", "HAR-4", /Referrer-Policy/i],
  ["no Content-Security-Policy", "HAR-4", /Content-Security-Policy/i],
  ["TLS 1.0", "HAR-3", /TLS ?v?1\.0|TLSv1\b/],
  ["TLS 1.1", "HAR-3", /TLS ?v?1\.1/],
  ["an RSA key of 2,048 bits", "HAR-3", /2,?048/],
  ["the default page", "HAR-5", /default|Welcome|It works/i],
  ["/.git", "SCN-4", /\.git/],
  ["/.env", "SCN-4", /\.env/],
  ["plain HTTP without a redirect", "ISO-2", /redirect/i],
];

describe.each(webServers.map((it) => [it.product, it] as const))("%s", (_, { program, start }) => {
  describe.skipIf(!testbedHas(program))("with every fault", () => {
    let server: WebServer;
    let ran: Ran;
    let report: JsonReport;
    beforeAll(async () => {
      server = await start({ variant: "bad" });
      ran = await holdfast(["check", estateFor(server), "--format", "json"]);
      report = JSON.parse(ran.stdout);
    });
    afterAll(() => server?.stop());

    it("ends with exit code 1", () => expect(ran.code).toBe(1));

    test.each(planted)("tells %s as %s", (_fault, requirement, sentence) => {
      const own = report.findings.filter((it) => it.requirement === requirement).map((it) => it.problem);
      expect(own.filter((problem) => sentence.test(problem)), own.join("\n")).not.toEqual([]);
      expect(report.requirements.find((it) => it.id === requirement)?.status).toBe("violated");
    });
  });

  describe.skipIf(!testbedHas(program))("hardened", () => {
    let server: WebServer;
    let ran: Ran;
    let report: JsonReport;
    beforeAll(async () => {
      server = await start({ variant: "good" });
      ran = await holdfast(["check", estateFor(server), "--format", "json"]);
      report = JSON.parse(ran.stdout);
    });
    afterAll(() => server?.stop());

    it("yields no finding at all", () => {
      expect(report.findings.map((it) => `${it.requirement} ${it.control}: ${it.problem}`)).toEqual([]);
    });

    it("and yet no clean bill: what was not looked at is unverified, and the exit code says so", () => {
      expect(ran.code).toBe(3);
      expect(report.requirements).toHaveLength(51);
      expect(report.requirements.filter((it) => it.status === "unverified").length).toBeGreaterThan(30);
    });
  });
});
