import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { startSshHost } from "../bed/ssh-host.ts";
import { holdfast } from "./holdfast.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that check hosts over SSH as root\n");
const there = isRoot && ["ssh", "sshd", "ssh-keygen", "unshare"].map(testbedHas).every(Boolean);

test.skipIf(!there)("check looks at hosts over SSH and over each other, tells of each, and hangs up", async () => {
  const bed = await startSshHost();
  const way = { transport: "ssh", address: "127.0.0.1", user: "root", port: bed.port, identity: bed.identity };
  const estate = join(runFolder("estate"), "estate.json");
  writeFileSync(
    estate,
    JSON.stringify({
      estate: "example",
      environments: { production: { kind: "production" } },
      systems: { shop: { environment: "production", hosts: ["gate", "web1", "stranger"] } },
      hosts: {
        gate: { ...way, knownHosts: bed.knownHosts },
        web1: { ...way, knownHosts: bed.knownHosts, jump: "gate" },
        stranger: { ...way, knownHosts: "/dev/null" },
      },
    }),
  );
  const sockets = () => readdirSync(tmpdir()).filter((it) => it.startsWith("holdfast-ssh-"));
  const before = sockets();
  const { stdout } = await holdfast(["check", estate, "--only", "HAR-1", "--json", "--quiet"]);
  expect(sockets().filter((it) => !before.includes(it))).toEqual([]);
  await bed.stop();
  const { observations } = JSON.parse(stdout) as {
    readonly observations: readonly { readonly subject: string; readonly vantage: string; readonly trouble?: object }[];
  };
  const of = (name: string) => observations.filter(({ subject }) => subject === `host:${name}`);
  for (const name of ["gate", "web1"]) {
    expect(of(name).map(({ vantage }) => vantage)).toContain(`ssh:${name}`);
    expect(of(name).some(({ trouble }) => trouble === undefined)).toBe(true);
  }
  expect(of("stranger").every(({ trouble }) => trouble !== undefined)).toBe(true);
  expect(JSON.stringify(of("stranger"))).toContain("it offered ssh-ed25519 SHA256:");
});
