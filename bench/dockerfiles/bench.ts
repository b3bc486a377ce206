import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../child.ts";
import { median } from "../median.ts";
import { buildCommand } from "../tls/command.ts";
import { dockerfiles } from "./templates.ts";

const goalMs = 2000;

/** Measures Holdfast, and Trivy where it is given, on many Dockerfiles in one folder. */
export async function benchDockerfiles(wanted: {
  readonly runs: number;
  readonly count: number;
  readonly trivy?: string;
}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-dockerfiles-"));
  const { main, remove } = buildCommand();
  try {
    const names = dockerfiles(wanted.count).map((text, n) => {
      mkdirSync(join(folder, `d${n}`));
      writeFileSync(join(folder, `d${n}`, "Dockerfile"), text);
      return `d${n}`;
    });
    const estate = join(folder, "estate.json");
    writeFileSync(estate, JSON.stringify(estateOf(names, folder)));
    const none = join(folder, "none.json");
    writeFileSync(none, JSON.stringify(estateOf([], folder)));
    const check = (file: string) => [
      main,
      "check",
      file,
      "--only",
      "DOC-1",
      "DOC-2",
      "DOC-3",
      "DOC-4",
      "BCK-4",
      "--json",
      "--quiet",
    ];
    const rows = [
      await row("holdfast", process.execPath, check(estate), wanted.runs),
      await row("holdfast (start-up)", process.execPath, check(none), wanted.runs),
      ...(wanted.trivy === undefined
        ? []
        : [
            await row(
              "trivy config",
              wanted.trivy,
              ["config", "--quiet", "--format", "json", "--skip-policy-update", folder],
              1,
            ),
          ]),
    ];
    process.stdout.write(`${wanted.count} Dockerfiles, median of ${wanted.runs} runs\n\n`);
    process.stdout.write("| | wall | CPU | findings |\n| --- | ---: | ---: | ---: |\n");
    for (const it of rows)
      process.stdout.write(`| ${it.name} | ${it.wallMs} ms | ${it.cpuMs ?? "?"} ms | ${it.findings} |\n`);
    const [own] = rows;
    process.stdout.write(`\nunder ${goalMs} ms: ${own !== undefined && own.wallMs < goalMs ? "met" : "missed"}\n`);
  } finally {
    remove();
    rmSync(folder, { recursive: true, force: true });
  }
}

function estateOf(names: readonly string[], folder: string): object {
  return {
    estate: "bench",
    environments: { production: { kind: "production" } },
    systems: { bench: { environment: "production", dockerfiles: names } },
    dockerfiles: Object.fromEntries(names.map((it) => [it, { path: join(folder, it, "Dockerfile") }])),
    baseImages: { debian: { reference: "debian:bookworm" } },
    policy: { trustedRepositories: ["docker.io", "gcr.io"], trustedDownloads: ["https://downloads.example.com/"] },
  };
}

async function row(name: string, program: string, args: readonly string[], runs: number) {
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await runChild(program, args));
  const cpu = all.flatMap((it) => it.cpuMs ?? []);
  return {
    name,
    wallMs: Math.round(median(all.map((it) => it.wallMs))),
    cpuMs: cpu.length === 0 ? undefined : Math.round(median(cpu)),
    findings: findingsOf(all[0]?.stdout ?? ""),
  };
}

/** How many findings a report holds, Holdfast's or Trivy's; that the work compared was done. */
function findingsOf(text: string): number {
  try {
    const report: { findings?: unknown[]; Results?: { Misconfigurations?: unknown[] }[] } = JSON.parse(text);
    return (
      report.findings?.length ??
      (report.Results ?? []).reduce((sum, it) => sum + (it.Misconfigurations?.length ?? 0), 0)
    );
  } catch {
    return 0;
  }
}
