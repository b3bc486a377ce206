import { expect, test } from "vitest";
import { testbedHas, testbedHasFile } from "../bed/program.ts";
import { startTomcat, tomcatFile } from "../bed/tomcat.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const isHere = testbedHas("java") && testbedHas("openssl") && testbedHasFile(tomcatFile);

/** What the command line finds at such a server, by control. */
async function findingsOf(protocols: readonly string[], scheme: "https" | "tls") {
  const suites = ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA"];
  const server = await startTomcat({ tls: { protocols, suites, groups: ["secp256r1"] } });
  const estate = written(
    "estate.yaml",
    `
estate: here
environments: { production: { kind: production } }
systems: { here: { environment: production, exposure: internal, endpoints: [service] } }
endpoints: { service: { connect: 127.0.0.1, url: "${scheme}://www.example.com:${server.port}" } }
`,
  );
  const ran = await holdfast(["check", estate, "--only", "HAR-3", "--json", "--quiet"]);
  await server.stop();
  const report: JsonReport = JSON.parse(ran.stdout);
  return (control: string) => report.findings.filter((it) => it.control === control).map((it) => it.problem);
}

test.skipIf(!isHere)("SSL 3.0 of a real server is found, makes it prone to POODLE and lowers its grade", async () => {
  const both = await findingsOf(["SSLv3", "TLSv1.2"], "https");
  expect(both("tls-versions").join("\n")).toContain("SSL 3.0");
  expect(both("known-flaws-absent").join("\n")).toContain("POODLE: SSL 3.0 is spoken");
  expect(both("tls-grade").join("\n")).toContain("SSL 3.0");
  const only = await findingsOf(["SSLv3"], "tls");
  expect(only("tls-grade").join("\n")).toContain("nothing newer than SSL 3.0 is spoken");
  const neither = await findingsOf(["TLSv1.2"], "https");
  expect(
    [...neither("tls-versions"), ...neither("known-flaws-absent"), ...neither("tls-grade")].join("\n"),
  ).not.toContain("SSL 3.0");
});
