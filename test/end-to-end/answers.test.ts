import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDisagreeingSite } from "../bed/disagreeing-site.ts";
import { testbedHas } from "../bed/program.ts";
import { siteName, type Variant, type WebServer } from "../bed/web-server.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

function assessed(variant: Variant): { readonly report: JsonReport } {
  const it = {} as { site: WebServer; report: JsonReport };
  beforeAll(async () => {
    it.site = await startDisagreeingSite(variant);
    const estate = `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, endpoints: [site] }
endpoints:
  site:
    url: https://${siteName}:${it.site.port}/
    connect: 127.0.0.1
    plain: http://${siteName}:${it.site.plainPort}/
    trust: ${it.site.authority}
    methods: [GET, HEAD]
    paths: [/old, /api, /report, /meta]
`;
    const only = ["--only", "HAR-4", "HAR-10", "ISO-2"];
    const { stdout } = await holdfast(["check", written("estate.yaml", estate), "--format", "json", ...only]);
    it.report = JSON.parse(stdout);
  });
  afterAll(() => it.site?.stop());
  return it;
}

/** What each kind of answer alone shows: the control, and what its sentence says. */
const told: readonly (readonly [string, string, RegExp])[] = [
  [
    "an error page without a policy",
    "content-security-policy",
    /^a missing page.*: no Content-Security-Policy, though/,
  ],
  ["an error page that may be framed", "framing", /^a missing page: /],
  ["a policy that only reports", "content-security-policy", /^\/report: the policy only reports/],
  ["a nonce that comes back", "content-security-policy", /^\/.*: the same nonce in several answers/],
  ["a meta element that weakens the field", "referrer-policy", /^\/meta: /],
  ["a redirect without the field", "hsts", /^the redirect of \/old: no Strict-Transport-Security, though/],
  ["a static file without the field", "nosniff", /^\/app\.js: no X-Content-Type-Options, though/],
  ["answers over HTTP/2 without the field", "referrer-policy", /^\/ over HTTP\/2, a missing page over HTTP\/2: no/],
  ["an API that any origin reads with credentials", "cross-origin-credentials", /\/api/],
  ["a cookie that breaks its prefix", "cookie-attributes", /__Host-id, which breaks the rules of its prefix/],
  ["a cookie that scripts read", "cookie-attributes", /scripts can read the cookie sid /],
  ["a redirect to HTTPS for a while", "plain-http-redirects", /redirects to HTTPS with 302/],
  ["an echo", "trace-refused", /^TRACE answers 200 and echoes/],
  ["a method that writes", "undeclared-methods-refused", /^PUT is not declared and answers 201/],
  ["a field that changes the method", "method-override-off", /X-HTTP-Method-Override/],
];

describe.skipIf(!testbedHas("openssl"))("a site whose answers disagree", () => {
  const site = assessed("bad");

  test.each(told)("is told for %s, by %s", (_, control, sentence) => {
    const problems = site.report.findings.filter((it) => it.control === control).map((it) => it.problem);
    expect(problems).toContainEqual(expect.stringMatching(sentence));
  });
});

describe.skipIf(!testbedHas("openssl"))("a site whose answers agree", () => {
  const site = assessed("good");

  test("yields no finding, over HTTP/1.1, HTTP/2 and plain HTTP", () => {
    expect(site.report.findings.map((it) => `${it.control}: ${it.problem}`)).toEqual([]);
    expect(site.report.unknowns.filter((it) => it.control !== null).map((it) => it.control)).toEqual([
      "downloads-attached",
    ]);
  });
});
