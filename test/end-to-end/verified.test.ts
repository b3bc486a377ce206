import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

interface WidePort {
  readonly port: number;
  readonly protocol: string;
}

function estateWith(listeners: readonly object[], more = ""): string {
  return `
estate: here
environments:
  production: { kind: production }
systems:
  here: { environment: production, criticality: low, exposure: internal, hosts: [here] }
hosts:
  here: { listeners: ${JSON.stringify(listeners)} }
people:
  alice: {}
${more}`;
}

async function statusOf(requirement: string, estate: string): Promise<string | undefined> {
  const ran = await holdfast(["check", written("estate.yaml", estate), "--only", requirement, "--json", "--quiet"]);
  const report: JsonReport = JSON.parse(ran.stdout);
  return report.requirements.find((it) => it.id === requirement)?.status;
}

describe("a requirement of this very host (HAR-7)", () => {
  let listening: Server;
  let wide: readonly WidePort[];
  beforeAll(async () => {
    listening = createServer().listen(0, "0.0.0.0");
    const file = join(runFolder("recording"), "observations.json");
    await holdfast(["check", written("estate.yaml", estateWith([])), "--only", "HAR-7", "--record", file, "--quiet"]);
    const { observations } = JSON.parse(readFileSync(file, "utf8"));
    const { facts } = observations.find((it: { fact: string }) => it.fact === "host-listeners");
    wide = facts.sockets.filter((it: { scope: string }) => it.scope !== "loopback");
  });
  afterAll(() => listening?.close());

  const declared = (clients: string) =>
    wide.map(({ port, protocol }) => ({ port, protocol, purpose: "a test", clients }));
  const exception = (until: string) => `
exceptions:
  - { requirement: HAR-7, system: here, approvedBy: alice, because: it is replaced next year, until: "${until}" }`;

  it("is verified when every open port is declared for others than the host", async () => {
    expect(await statusOf("HAR-7", estateWith(declared("anyone")))).toBe("verified");
  });

  it("is unverified while nobody has decided who needs the ports", async () => {
    expect(await statusOf("HAR-7", estateWith(declared("undecided")))).toBe("unverified");
  });

  it("is violated when a port that only the host needs is open to others", async () => {
    expect(await statusOf("HAR-7", estateWith(declared("local")))).toBe("violated");
  });

  it("is excepted, and not verified, by an approved exception, until that ends", async () => {
    expect(await statusOf("HAR-7", estateWith(declared("local"), exception("2999-12-31")))).toBe("excepted");
    expect(await statusOf("HAR-7", estateWith(declared("local"), exception("2026-01-01")))).toBe("violated");
    expect(await statusOf("HAR-7", estateWith(declared("anyone"), exception("2999-12-31")))).toBe("verified");
  });
});
