import { expect, test } from "vitest";
import { makeLeaf } from "../bed/certificates.ts";
import { testbedHas, testbedHasFile } from "../bed/program.ts";
import { type ScapyWish, scapyFile, startScapyServer } from "../bed/scapy-server.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

/** What the command line finds of one kind at a server of Scapy with one suite and these faults. */
async function findingsAt(wishes: readonly ScapyWish[]) {
  const leaf = makeLeaf({ key: "rsa-3072", names: ["DNS:www.example.com"] });
  const server = await startScapyServer(leaf, ["one-suite", ...wishes]);
  const estate = written(
    "estate.yaml",
    `
estate: here
environments: { production: { kind: production } }
systems: { here: { environment: production, exposure: internal, endpoints: [service] } }
endpoints:
  service:
    { connect: 127.0.0.1, url: "tls://www.example.com:${server.port}", paddingOracles: true, trust: ${leaf.authority} }
`,
  );
  const { stdout, stderr, code } = await holdfast(["check", estate, "--only", "HAR-3", "--json", "--quiet"]);
  await server.stop();
  if (!stdout.startsWith("{")) throw new Error(stderr);
  expect(code).toBe(1);
  const report: JsonReport = JSON.parse(stdout);
  const of = (control: string) => report.findings.filter((it) => it.control === control).map((it) => it.problem);
  return { flaws: of("known-flaws-absent").join("\n"), grade: of("tls-grade").join("\n") };
}

// It is so slow that on a busy machine its silence may count as its answer, which leaves a flaw open.
test.skipIf(!testbedHas("openssl") || !testbedHasFile(scapyFile))(
  "flaws of a real library are found by how it behaves, and lower the grade",
  { retry: 3 },
  async () => {
    const careless = await findingsAt(["refuses-wrong-mac"]);
    for (const name of ["DROWN", "POODLE", "FREAK"]) expect(careless.flaws).toContain(`is prone to ${name}:`);
    for (const name of ["ROBOT", "POODLE on TLS"]) expect(careless.flaws).toContain(`the endpoint has ${name}:`);
    for (const reason of ["SSL 2.0 is spoken (F", "has ROBOT (F", "POODLE on TLS (F", "is prone to POODLE (C"])
      expect(careless.grade).toContain(reason);
    expect(careless.grade).toMatch(/^the grade is F /);
    expect(careless.flaws).not.toContain("CRIME");
    expect(careless.grade).not.toContain("CRIME");
    const compressing = await findingsAt(["deflates"]);
    expect(compressing.flaws).toContain("is prone to CRIME: TLS compresses what it encrypts");
    expect(compressing.grade).toContain("TLS compression makes CRIME possible (C");
  },
);
