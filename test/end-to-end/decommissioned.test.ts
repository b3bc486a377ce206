import { execFile } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { freePort } from "../bed/free-port.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { type JsonReport, main } from "./holdfast.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that give a process names of its own as root\n");

/** What is said of a system that is out of use, where these names lead to this machine and no others are known at all. */
async function checked(endpoints: Readonly<Record<string, string>>, known: readonly string[]): Promise<JsonReport> {
  const folder = runFolder("decommissioned");
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const estate = {
    estate: "it",
    environments: { production: { kind: "production" } },
    systems: { old: { environment: "production", decommissioned: "2026-06-30", endpoints: Object.keys(endpoints) } },
    endpoints: Object.fromEntries(Object.entries(endpoints).map(([name, url]) => [name, { url }])),
  };
  const binds = [
    ["/etc/nsswitch.conf", file("nsswitch.conf", "hosts: files\n")],
    ["/etc/hosts", file("hosts", `127.0.0.1 localhost ${known.join(" ")}\n`)],
  ].map(([to, from]) => `mount --bind ${from} ${to}`);
  const args = [
    "check",
    file("estate.json", JSON.stringify(estate)),
    "--only",
    "MNT-2",
    "--json",
    "--quiet",
    "--fail-on",
    "never",
  ];
  const script = [...binds, `exec ${[process.execPath, main, ...args].map((it) => `'${it}'`).join(" ")}`].join(" && ");
  const { stdout } = await promisify(execFile)("unshare", ["--mount", "--propagation", "private", "sh", "-c", script]);
  return JSON.parse(stdout) as JsonReport;
}
const told = (report: JsonReport) => report.findings.map((it) => it.problem);

describe.skipIf(!isRoot || !testbedHas("unshare"))("a decommissioned system", () => {
  it("whose names lead nowhere and whose ports are closed is gone", async () => {
    const closed = await freePort();
    const report = await checked({ name: "https://old.example.com/", port: `http://127.0.0.1:${closed}/` }, []);
    expect(told(report)).toEqual([]);
    expect(report.requirements.map((it) => it.status)).toEqual(["verified"]);
  });

  it("whose name is left is told, and so is what still answers", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const closed = await freePort();
    const report = await checked({ left: `https://left.example.com:${closed}/`, there: `http://127.0.0.1:${port}/` }, [
      "left.example.com",
    ]);
    expect(told(report).toSorted()).toEqual([
      `endpoint:there of a system that is out of use since 2026-06-30 still answers at 127.0.0.1:${port}`,
      `the name of endpoint:left of a system that is out of use since 2026-06-30 still leads to 127.0.0.1 (left.example.com:${closed})`,
    ]);
  });
});
