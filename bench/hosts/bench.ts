import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { hostSchema } from "../../src/estate/schema.ts";
import type { Subject } from "../../src/estate/subject.ts";
import hostProbe from "../../src/probes/host/probe.ts";
import { DeclaredTransports } from "../../src/transports/declared.ts";
import { probeContext } from "../../test/bed/observe.ts";
import { type SshHostBed, startSshHost } from "../../test/bed/ssh-host.ts";
import { runChild } from "../child.ts";
import { type Forwarding, startForwarding } from "../forwarding.ts";
import { median } from "../median.ts";

const goals = { wallMs: 2000, bytes: 150_000 };
const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

/** Measures looking at hosts over SSH: real sshd on loopback, this machine behind it. Needs root. */
export async function benchHosts(wanted: { readonly runs: number; readonly side: number }): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error("the hosts of this benchmark are started by root");
  // sshd would turn away some of many who log in at once.
  const bed = await startSshHost({ settings: "MaxStartups 200" });
  const way = await startForwarding(bed.port, { ports: wanted.side });
  const knownHosts = knownBehind(bed, way.ports);
  const folder = mkdtempSync(join(tmpdir(), "holdfast-hosts-"));
  try {
    const declared = way.ports.map((port) => ({
      ...{ transport: "ssh", address: "127.0.0.1", user: "root", port, identity: bed.identity, knownHosts },
    }));
    const [first] = declared;
    if (first === undefined) return;
    const one = await measured(wanted.runs, way, () => look([first]));
    const local = await measured(wanted.runs, way, () => look([{}]));
    const side = await measured(Math.min(wanted.runs, 3), way, () => look(declared));
    const estate = join(folder, "estate.json");
    writeFileSync(estate, JSON.stringify(estateOf(first)));
    const whole = await measured(wanted.runs, way, async () => {
      await runChild(process.execPath, [main, "check", estate, "--json", "--quiet"]);
    });
    const line = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
    process.stdout.write(`medians of ${wanted.runs} runs, of many hosts of ${Math.min(wanted.runs, 3)}\n\n`);
    line(["", "wall", "bytes on the wire", "conn."]);
    line(["---", "---:", "---:", "---:"]);
    const row = (name: string, it: Measured) =>
      line([name, `${Math.round(it.wallMs)} ms`, it.bytes.toLocaleString("en"), String(it.connections)]);
    row("one host: login, script, facts", one);
    row("this machine without SSH", local);
    row(`${wanted.side} hosts side by side`, side);
    row("one host, whole process", whole);
    const met = (is: boolean) => (is ? "met" : "missed");
    process.stdout.write(`\na host under ${goals.wallMs} ms: ${met(one.wallMs < goals.wallMs)}\n`);
    process.stdout.write(`a host under ${goals.bytes} bytes: ${met(one.bytes < goals.bytes)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await way.stop();
    await bed.stop();
  }
}

interface Measured {
  readonly wallMs: number;
  readonly bytes: number;
  readonly connections: number;
}

async function measured(runs: number, way: Forwarding, act: () => Promise<void>): Promise<Measured> {
  const all: Measured[] = [];
  for (let i = 0; i < runs; i++) {
    const [before] = [await way.bytes(), await way.taken()];
    const began = performance.now();
    await act();
    const wallMs = performance.now() - began;
    all.push({ wallMs, bytes: (await way.bytes()) - before, connections: await way.taken() });
  }
  const of = (key: keyof Measured) => median(all.map((it) => it[key]));
  return { wallMs: of("wallMs"), bytes: of("bytes"), connections: of("connections") };
}

/** Looks at hosts from nothing: logs in, and hangs up afterwards. */
async function look(declared: readonly object[]): Promise<void> {
  const transports = new DeclaredTransports();
  await Promise.all(
    declared.map(async (it, n) => {
      const name = `web${n}`;
      const subject: Subject = { id: `host:${name}`, kind: "host", name, systems: [], declared: hostSchema.parse(it) };
      const told = await hostProbe.observe(subject as never, { ...probeContext(), transport: transports.of(subject) });
      // A host that told nothing would be a fast one.
      if (!told.some((fact) => fact.fact === "host-secrets" && "facts" in fact))
        throw new Error(`${name}: ${JSON.stringify(told[0])}`);
    }),
  );
  await transports.close();
}

function knownBehind({ knownHosts, port }: SshHostBed, ports: readonly number[]): string {
  const path = `${knownHosts}-behind`;
  const line = readFileSync(knownHosts, "utf8");
  writeFileSync(path, ports.map((it) => line.replace(`:${port} `, `:${it} `)).join(""));
  return path;
}

function estateOf(host: object): object {
  return {
    estate: "bench",
    environments: { production: { kind: "production" } },
    systems: { bench: { environment: "production", hosts: ["web1"] } },
    hosts: { web1: host },
  };
}
