import { describe, expect, test } from "vitest";
import { makeLeaf } from "../bed/certificates.ts";
import { startOpensslServer } from "../bed/openssl-server.ts";
import { postgresqlPrograms, startPostgresql } from "../bed/postgresql.ts";
import { testbedHas } from "../bed/program.ts";
import { agreements, refusals, startScriptedServer } from "../bed/start-tls-server.ts";
import { holdfast, written } from "./holdfast.ts";

const leaf = () => makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });

interface Report {
  readonly requirements: readonly { id: string; status: string; reasons: readonly string[] }[];
  readonly outcomes: readonly { control: string; outcome: string; because: string | null }[];
  readonly unknowns: readonly { control: string | null; reason: string }[];
  readonly observations: readonly { probe: string; fact: string; trouble?: { message: string } }[];
}

/** What the real command line says of one endpoint that is declared so. */
async function checked(declared: string): Promise<{ readonly report: Report; readonly code: number | null }> {
  const estate = written(
    "estate.yaml",
    `
estate: here
environments: { production: { kind: production } }
systems: { here: { environment: production, criticality: low, exposure: external, endpoints: [service] } }
endpoints:
  service: { connect: 127.0.0.1, ${declared} }
`,
  );
  const { stdout, stderr, code } = await holdfast(["check", estate, "--json", "--quiet"]);
  if (!stdout.startsWith("{")) throw new Error(stderr);
  return { report: JSON.parse(stdout), code };
}

const outcomesOf = ({ outcomes }: Report, control: string) =>
  outcomes.filter((it) => it.control === control).map((it) => it.outcome);

/** What only HTTP has: none of it may pass for looked at. */
function expectNoHttp(report: Report, because: string) {
  const ofEndpoints = report.observations.filter(({ subject }) => subject.startsWith("endpoint:"));
  expect(ofEndpoints.map((it) => it.probe).filter((it) => it !== "tls")).toEqual([]);
  const ofHttp = ["hsts", "trace-refused", "server-header", "plain-http-redirects", "attack-canaries-blocked"];
  for (const id of [...ofHttp, "secret-files-hidden", "cross-origin-credentials", "origin-not-reachable"]) {
    const own = report.outcomes.filter((it) => it.control === id).map((it) => [it.outcome, it.because]);
    expect([id, own]).toEqual([id, [["not-applicable", because]]]);
  }
  for (const id of ["HAR-4", "HAR-10", "ISO-5", "ISO-6"])
    expect(report.requirements.find((it) => it.id === id)).toMatchObject({
      status: "not applicable",
      reasons: [because],
    });
}

describe.skipIf(!testbedHas("openssl"))("an endpoint of TLS without HTTP", () => {
  test.each(Object.entries(agreements))("that is asked for by STARTTLS is looked at: %s", async (kind, script) => {
    const files = leaf();
    const server = await startScriptedServer(script, files);
    const { report } = await checked(
      `url: "tls://www.example.com:${server.port}", startTls: ${kind}, paddingOracles: true, trust: ${files.authority}`,
    );
    await server.stop();
    expectNoHttp(report, `the endpoint is declared with startTls: ${kind}, so it speaks no HTTP`);
    expect(report.requirements.find((it) => it.id === "HAR-3")).toMatchObject({ status: "verified" });
    for (const id of ["tls-versions", "tls-grade", "certificate-trusted", "certificate-names"])
      expect([id, outcomesOf(report, id)]).toEqual([id, ["holds"]]);
  });

  test("that refuses STARTTLS is unverified, and says why", async () => {
    const server = await startScriptedServer(refusals.smtp ?? { turns: [] }, leaf());
    const { report, code } = await checked(`url: "tls://www.example.com:${server.port}", startTls: smtp`);
    await server.stop();
    expect(report.requirements.find((it) => it.id === "HAR-3")).toMatchObject({ status: "unverified" });
    expect(report.unknowns.map((it) => it.reason).join("\n")).toContain("the smtp server at");
    expect(code).toBe(3);
  });

  test("from the first byte is looked at, with what it does wrong", async () => {
    const files = leaf();
    const old = await startOpensslServer(files, ["-tls1"]);
    const { report, code } = await checked(`url: "tls://www.example.com:${old.port}", trust: ${files.authority}`);
    await old.stop();
    expectNoHttp(report, "the endpoint is declared as tls://, so it speaks no HTTP");
    expect([outcomesOf(report, "tls-versions"), outcomesOf(report, "tls-grade")]).toEqual([["fails"], ["fails"]]);
    expect(outcomesOf(report, "certificate-trusted")).toEqual(["holds"]);
    expect(code).toBe(1);
  });

  test.skipIf(postgresqlPrograms() === undefined)("is looked at in PostgreSQL, with and without its TLS", async () => {
    const files = leaf();
    const secure = await startPostgresql({ certificate: { certificate: files.chain, key: files.key } });
    const good = await checked(
      `url: "tls://www.example.com:${secure.port}", startTls: postgresql, trust: ${files.authority}`,
    );
    await secure.stop();
    expectNoHttp(good.report, "the endpoint is declared with startTls: postgresql, so it speaks no HTTP");
    expect(good.report.observations.filter((it) => it.trouble)).toEqual([]);
    expect(outcomesOf(good.report, "tls-versions")).toEqual(["holds"]);
    expect(outcomesOf(good.report, "certificate-names")).toEqual(["holds"]);
    const open = await startPostgresql();
    const { report } = await checked(`url: "tls://www.example.com:${open.port}", startTls: postgresql`);
    await open.stop();
    expect(outcomesOf(report, "tls-versions")).toEqual(["unknown"]);
    expect(report.unknowns.map((it) => it.reason).join("\n")).toContain("does not go on with TLS");
  });
});
