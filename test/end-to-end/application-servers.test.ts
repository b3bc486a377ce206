import { describe, expect, test } from "vitest";
import errorPages from "../../src/controls/hardening/error-page-disclosure/control.ts";
import serverHeader from "../../src/controls/hardening/server-header/control.ts";
import type { Daemon } from "../bed/daemon.ts";
import { jettyFile, startJetty } from "../bed/jetty.ts";
import { productServers } from "../bed/products.ts";
import { testbedHas, testbedHasFile } from "../bed/program.ts";
import { startTomcat, tomcatFile } from "../bed/tomcat.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

type Started = Daemon & { readonly port: number };

/** What the real command tells of a plain endpoint. */
async function checkedAt(port: number, only: readonly string[]): Promise<JsonReport> {
  const estate = written(
    "estate.yaml",
    `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, endpoints: [site] }
endpoints:
  site: { url: "http://127.0.0.1:${port}/" }
`,
  );
  const { stdout } = await holdfast(["check", estate, "--format", "json", "--only", ...only]);
  return JSON.parse(stdout);
}

/** What the real command finds of these two requirements: `requirement control: problem`. */
async function findingsAt(start: () => Promise<Started>): Promise<readonly string[]> {
  const server = await start();
  try {
    const { findings } = await checkedAt(server.port, ["HAR-5", "HAR-11"]);
    return findings.map((it) => `${it.requirement} ${it.control}: ${it.problem}`);
  } finally {
    await server.stop();
  }
}

const versions: Readonly<Record<string, readonly RegExp[]>> = {
  tomcat: [/^HAR-11 error-page-disclosure: .*Apache Tomcat\/10\.\d+\.\d+/m],
  jetty: [/^HAR-11 error-page-disclosure: .*Jetty:\/\/ 9\.4\.\d+/m, /^HAR-11 server-header: .*Jetty\(9\.4\.\d+/m],
  lighttpd: [/^HAR-11 server-header: .*lighttpd\/1\.\d+/m],
  caddy: [],
  haproxy: [],
};

describe.each(productServers)("$product as it came", (server) => {
  const isHere = testbedHas(server.program) && server.files.every(testbedHasFile);
  test.skipIf(!isHere)("is told for what it serves and for the version that it names", async () => {
    const findings = await findingsAt(server.start);
    for (const path of server.shipped)
      expect(
        findings.some((it) => it.startsWith("HAR-5 default-page-removed: ") && it.includes(`${path} answers`)),
        `${path}\n${findings.join("\n")}`,
      ).toBe(true);
    for (const it of versions[server.product] ?? []) expect(findings.join("\n")).toMatch(it);
    if (versions[server.product]?.length === 0) expect(findings.filter((it) => it.startsWith("HAR-11"))).toEqual([]);
  });
});

test.skipIf(!testbedHas("java") || !testbedHasFile(tomcatFile))(
  "Tomcat that only adds the slash to its folders leaves nothing of them open",
  async () => {
    const server = await startTomcat({ applications: ["", "/docs"] });
    try {
      const { findings, unknowns } = await checkedAt(server.port, ["HAR-5", "SCN-4"]);
      expect(findings.map((it) => it.problem.split(" ")[0])).toEqual(["/", "/docs/"]);
      expect(unknowns.filter((it) => it.control !== null)).toEqual([]);
    } finally {
      await server.stop();
    }
  },
);

/** What stands behind the words of a remedy that say where it belongs. */
const setting = (remedy = "") => remedy.replace(/^In [^:]+: /, "");

test.skipIf(!testbedHas("java") || !testbedHasFile(tomcatFile))(
  "Tomcat with the remedy for its error pages, and without its applications, has nothing found",
  async () => {
    const valve = setting(errorPages.remedy.tomcat);
    expect(await findingsAt(() => startTomcat({ inHost: valve }))).toEqual([]);
    const others = await findingsAt(() => startTomcat({ inHost: valve.replaceAll('"false"', '"true"') }));
    expect(others).not.toEqual([]);
  },
);

test.skipIf(!testbedHas("java") || !testbedHasFile(jettyFile))(
  "Jetty with the remedies for its version, and with an application at its root, has nothing found",
  async () => {
    const settings = [...new Set([errorPages.remedy.jetty, serverHeader.remedy.jetty].map((it) => setting(it)))];
    expect(await findingsAt(() => startJetty({ settings, page: "<h1>Shop</h1>" }))).toEqual([]);
  },
);
