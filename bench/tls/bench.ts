import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../child.ts";
import { findProgram } from "../find-program.ts";
import { type Forwarding, startForwarding } from "../forwarding.ts";
import { buildCommand, type Command, holdfastCheck } from "./command.ts";
import { goalLine, goals, rows } from "./goals.ts";
import { probeOnce } from "./in-process.ts";
import { type Many, measureMany } from "./many.ts";
import { type Measured, measured, type Run } from "./measured.ts";
import { nmap } from "./nmap.ts";
import { sslscan } from "./sslscan.ts";
import { sslyze } from "./sslyze.ts";
import { table } from "./table.ts";
import { type BenchTarget, startTarget } from "./targets.ts";
import { testssl } from "./testssl.ts";
import type { Tool } from "./tool.ts";

export interface BenchOptions {
  readonly runs: number;
  /** Servers to measure on. */
  readonly targets: readonly BenchTarget["id"][];
  readonly without: readonly string[];
  readonly ports: number;
  readonly delayMs: number;
  readonly json?: string;
  readonly sslyze?: string;
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const note = (text: string) => process.stderr.write(`${text}\n`);

async function times(count: number, run: () => Promise<Run>): Promise<readonly Run[]> {
  const runs: Run[] = [];
  while (runs.length < count) runs.push(await run());
  return runs;
}

async function runTool(tool: Tool, program: string, way: Forwarding): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  const at = { port: way.ports[0] ?? 0, file: join(folder, "report") };
  try {
    await way.taken();
    const { wallMs, cpuMs, rssKb, stdout } = await runChild(program, tool.arguments(at));
    const cost = { wallMs, ...(cpuMs !== undefined && { cpuMs }), ...(rssKb !== undefined && { rssKb }) };
    return { ...cost, connections: await way.taken(), reported: tool.read({ stdout, file: at.file }) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runHoldfast(command: Command, way: Forwarding, url: string): Promise<Run> {
  await way.taken();
  const { wallMs, cpuMs, rssKb } = await holdfastCheck(command, url);
  const cost = { wallMs, ...(cpuMs !== undefined && { cpuMs }), ...(rssKb !== undefined && { rssKb }) };
  return { ...cost, connections: await way.taken() };
}

async function runProbe(way: Forwarding): Promise<Run> {
  await way.taken();
  const { report, ...cost } = await probeOnce(way.ports[0] ?? 0);
  return { ...cost, connections: await way.taken(), reported: report };
}

async function measureTarget(
  target: BenchTarget,
  command: Command,
  options: BenchOptions,
): Promise<readonly Measured[]> {
  const way = await startForwarding(target.port);
  const all: Measured[] = [];
  const add = (it: Measured) => {
    note(`  ${it.id}: ${it.wallMs} ms`);
    all.push(it);
  };
  try {
    const url = `https://127.0.0.1:${way.ports[0]}/`;
    await runProbe(way);
    const inProcess = measured(rows.inProcess, await times(options.runs, () => runProbe(way)));
    const whole = measured(rows.process, await times(options.runs, () => runHoldfast(command, way, url)));
    add({ ...whole, ...(inProcess.reported && { reported: inProcess.reported }) });
    add(inProcess);
    // An endpoint without TLS: everything happens but the looking.
    const nothing = `http://127.0.0.1:${target.plainPort}/`;
    add(measured(rows.start, await times(options.runs, () => runHoldfast(command, way, nothing))));
    for (const tool of [sslscan, nmap, sslyze(options.sslyze), testssl]) {
      const program = findProgram(...tool.programs);
      if (program === undefined || options.without.includes(tool.id)) continue;
      try {
        add(measured(tool.id, await times(tool.once ? 1 : options.runs, () => runTool(tool, program, way))));
      } catch (error) {
        note(`  ${tool.id} did not work: ${error instanceof Error ? error.message : error}`);
      }
    }
    return all;
  } finally {
    await way.stop();
  }
}

function tellMissing(options: BenchOptions): void {
  for (const tool of [sslscan, nmap, sslyze(options.sslyze), testssl])
    if (findProgram(...tool.programs) === undefined) note(`missing: ${tool.id} (${tool.from}); going on without it`);
  if (findProgram("/usr/bin/time") === undefined)
    note("missing: time (Debian package time); CPU and memory are not measured");
}

/** Measures Holdfast and other tools on the same servers, prints what came out, and says which goals are met. */
export async function benchTls(options: BenchOptions): Promise<void> {
  tellMissing(options);
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
  const command = buildCommand();
  const byTarget: Record<string, readonly Measured[]> = {};
  const many: Many[] = [];
  try {
    for (const id of options.targets) {
      note(id);
      const target = await startTarget(id);
      try {
        byTarget[id] = await measureTarget(target, command, options);
      } finally {
        await target.stop();
      }
    }
    if (!options.without.includes("many")) {
      note(`${options.ports} endpoints`);
      for (const by of ["TLS probe", "whole check"] as const) many.push(await measureMany(command, by, options));
    }
  } finally {
    command.remove();
  }
  say(`${new Date().toISOString().slice(0, 10)}, ${machine}\n`);
  for (const [id, all] of Object.entries(byTarget)) {
    const base = all.find((it) => it.id === rows.process);
    if (base) say(`## ${id}\n\n${table(all, base)}\n`);
  }
  const told = goals(byTarget, many);
  say(told.map(goalLine).join("\n"));
  if (options.json !== undefined)
    writeFileSync(
      options.json,
      `${JSON.stringify({ at: new Date(), machine, targets: byTarget, many, goals: told }, null, 2)}\n`,
    );
}
