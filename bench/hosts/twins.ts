import { readFileSync } from "node:fs";
import { join } from "node:path";
import { badlyRunHost } from "../../test/bed/badly-run-host.ts";
import type { BootedHost } from "../../test/bed/booted-host.ts";
import { logArchiveHost } from "../../test/bed/log-archive-host.ts";
import { sshKey } from "../../test/bed/ssh-host.ts";
import { wellRunHost } from "../../test/bed/well-run-host.ts";
import { plantedViolations } from "../../test/end-to-end/planted-violations.ts";
import { runChild } from "../child.ts";
import { type HostTool, hostTools } from "./tools.ts";

const installed = ["lynis", "openscap-scanner", "ssg-debian", "time"];

interface Told {
  readonly report: string;
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** Runs the other programs on the badly run host and on its well-run twin, and tells what they find and complain about. */
export async function benchTwins(): Promise<void> {
  const key = (whose: string) => readFileSync(`${sshKey(whose)}.pub`, "utf8").trim();
  const people = { alice: key("alice"), bob: key("bob"), mallory: key("mallory") };
  const archive = await logArchiveHost();
  const bad = await badlyRunHost(people, installed);
  const good = await wellRunHost(people, archive.authority, installed);
  const line = (cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
  try {
    process.stdout.write(`\n${plantedViolations.length} violations planted\n\n`);
    line(["", "wall", "CPU", "planted ones found", "complaints about the well-run twin"]);
    line(["---", "---:", "---:", "---:", "---:"]);
    for (const tool of hostTools) {
      const [wrong, right] = [await told(tool, bad), await told(tool, good)];
      const found = plantedViolations.filter(({ what }) => tool.finds[what]?.test(wrong.report));
      const complaints = right.report.match(tool.complaints)?.length ?? 0;
      const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
      line([tool.name, seconds(wrong.wallMs), seconds(wrong.cpuMs), found.length, complaints]);
    }
  } finally {
    await Promise.all([bad, good, archive].map((it) => it.stop()));
  }
}

async function told({ inside, outside }: HostTool, host: BootedHost): Promise<Told> {
  if (outside !== undefined) {
    const [program, ...args] = outside;
    const ran = await runChild(program, [...args, host.address]);
    return { report: ran.stdout, wallMs: ran.wallMs, cpuMs: ran.cpuMs ?? 0 };
  }
  const times = join("/root", "bench-time");
  const began = performance.now();
  const script = (inside ?? ":").replaceAll("'", "'\\''");
  const report = await host.inside(`/usr/bin/time -f '%U %S' -o ${times} sh -c '${script}'`);
  const wallMs = performance.now() - began;
  const [user = 0, system = 0] = (await host.inside(`tail -n 1 ${times}`)).trim().split(" ").map(Number);
  return { report, wallMs, cpuMs: (user + system) * 1000 };
}
