import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { testbedHas } from "../bed/program.ts";
import { siteName, type Variant, type WebServer } from "../bed/web-server.ts";
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

/** Starts a server around the tests of a `describe`, and assesses it with the real command. */
function assessed(
  server: (typeof webServers)[number],
  variant: Variant,
): { readonly ran: Ran; readonly report: JsonReport } {
  const it = {} as { started: WebServer; ran: Ran; report: JsonReport };
  beforeAll(async () => {
    it.started = await server.start({ variant });
    it.ran = await holdfast(["check", estateFor(it.started), "--format", "json"]);
    it.report = JSON.parse(it.ran.stdout);
  });
  afterAll(() => it.started?.stop());
  return it;
}

const present = webServers.filter(({ program }) => testbedHas(program));

describe.each(present)("$product with every fault", (server) => {
  const site = assessed(server, "bad");

  it("ends with exit code 1", () => expect(site.ran.code).toBe(1));

  test.each(planted)("is told for %s, as %s", (_fault, requirement, sentence) => {
    const own = site.report.findings.filter((one) => one.requirement === requirement).map((one) => one.problem);
    expect(
      own.filter((problem) => sentence.test(problem)),
      own.join("\n"),
    ).not.toEqual([]);
    expect(site.report.requirements.find((one) => one.id === requirement)?.status).toBe("violated");
  });
});

describe.each(present)("$product hardened", (server) => {
  const site = assessed(server, "good");

  it("yields no finding at all", () => {
    expect(site.report.findings.map((one) => `${one.requirement} ${one.control}: ${one.problem}`)).toEqual([]);
  });

  it("and yet no clean bill: what was not looked at is unverified, and the exit code says so", () => {
    expect(site.ran.code).toBe(3);
    expect(site.report.requirements).toHaveLength(51);
    expect(site.report.requirements.filter((one) => one.status === "unverified").length).toBeGreaterThan(30);
  });
});
