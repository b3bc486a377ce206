import { mkdtempSync, rmSync, statSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { type Cost, runChild } from "../child.ts";
import { median } from "../median.ts";
import { buildCommand } from "../tls/command.ts";
import { goalLine } from "../tls/goals.ts";
import { benchArchive } from "./archive.ts";
import { compiledPass } from "./compiled.ts";
import { type Contestant, holdfast, ids, others, readers } from "./contestants.ts";
import { goals, type Row, table } from "./goals.ts";
import type { Passed } from "./pass.ts";

const say = (text: string) => process.stdout.write(`${text}\n`);
const note = (text: string) => process.stderr.write(`${text}\n`);

/** Measures everybody on the same image archive, prints what came out, and says which goals are met. */
export async function benchImages(wanted: {
  readonly runs: number;
  readonly without: readonly string[];
}): Promise<void> {
  note("the image, which is built at the first time");
  const archive = await benchArchive();
  const folder = mkdtempSync(join(tmpdir(), "holdfast-images-"));
  const command = buildCommand();
  const pass = await compiledPass();
  try {
    const contestants = [
      ...readers(archive),
      ...holdfast(archive, pass.program, command, folder),
      ...others(archive, join(folder, "others"), wanted.without),
    ];
    for (const id of [ids.snyk, ids.syft, ids.trivy])
      if (!contestants.some((it) => it.id === id)) note(`missing: ${id}; going on without it`);
    const load = loadavg()[0]?.toFixed(1);
    const rows = await measured(contestants, wanted.runs);
    const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? "unknown"}, Node ${process.versions.node}`;
    say(
      `${new Date().toISOString().slice(0, 10)}, ${machine}, load ${load} before and ${loadavg()[0]?.toFixed(1)} after`,
    );
    say(`an archive of ${Math.round(statSync(archive.path).size / 1e6)} MB, ${archive.layers.length} layers\n`);
    say(`${table(rows)}\n`);
    say(goals(rows).map(goalLine).join("\n"));
  } finally {
    pass.remove();
    command.remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Run = Cost & { readonly reported: string };

/** In rounds, so that whatever else the machine does slows all of them alike. */
async function measured(contestants: readonly Contestant[], runs: number): Promise<readonly Row[]> {
  const all = new Map<string, Run[]>(contestants.map((it) => [it.id, []]));
  for (let round = 0; round < runs; round += 1) {
    note(`round ${round + 1} of ${runs}`);
    for (const it of contestants) if (round === 0 || it.once !== true) all.get(it.id)?.push(await run(it));
  }
  return [...all].map(([id, of]) => rowOf(id, of));
}

async function run({ id, program, args, read }: Contestant): Promise<Run> {
  const ran = await runChild(program, args);
  try {
    const reported = read(ran);
    if (id !== ids.pass) return { ...ran, reported };
    // Of the process of the pass only its memory counts.
    const { wallMs, cpuMs }: Passed = JSON.parse(ran.stdout);
    return { ...ran, wallMs, cpuMs, reported };
  } catch (error) {
    throw new Error(`${id} did not work: ${error instanceof Error ? error.message : error}\n${ran.stderr}`);
  }
}

function rowOf(id: string, runs: readonly Run[]): Row {
  const told = (of: (run: Run) => number | undefined) => runs.map(of).filter((it) => it !== undefined);
  const cpu = told((it) => it.cpuMs);
  const rss = told((it) => it.rssKb);
  return {
    ...{ id, runs: runs.length, wallMs: Math.round(median(runs.map((it) => it.wallMs))) },
    ...(cpu.length > 0 && { cpuMs: Math.round(median(cpu)) }),
    ...(rss.length > 0 && { rssKb: Math.round(median(rss)) }),
    reported: runs.at(-1)?.reported ?? "",
  };
}
