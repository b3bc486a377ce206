import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { type Cost, runChild } from "../child.ts";
import { startForwarding } from "../forwarding.ts";
import type { Command } from "./command.ts";
import { checkArguments } from "./command.ts";
import { startTarget } from "./targets.ts";

/** One assessment of many endpoints far away. */
export interface Many extends Cost {
  /** By the TLS probe alone, or by all that `holdfast check` looks with for the TLS grade (HSTS is seen by HTTP). */
  readonly by: "TLS probe" | "whole check";
  readonly endpoints: number;
  readonly delayMs: number;
  /** Endpoints of which every fact about TLS was told. */
  readonly assessed: number;
  readonly connections: number;
  readonly cores: number;
}

const alone = fileURLToPath(new URL("./assess-many.ts", import.meta.url));

interface Recorded {
  readonly observations: readonly { readonly subject: string; readonly fact: string; readonly facts?: unknown }[];
}

function fullyTold({ observations }: Recorded): number {
  const told = Map.groupBy(
    observations.filter((it) => it.fact.startsWith("tls-")),
    (it) => it.subject,
  );
  return [...told.values()].filter((all) => all.every((it) => it.facts !== undefined)).length;
}

function estateOf(ports: readonly number[]): string {
  const endpoints = ports.map((port) => [`port-${port}`, { url: `https://127.0.0.1:${port}/` }]);
  return stringify({
    estate: "many",
    environments: { production: { kind: "production" } },
    systems: {
      shop: {
        environment: "production",
        criticality: "high",
        exposure: "internal",
        endpoints: endpoints.map(([id]) => id),
      },
    },
    endpoints: Object.fromEntries(endpoints),
  });
}

/** Assesses that many ports, each a way of its own to one server, with latency on every round trip. */
export async function measureMany(
  command: Command,
  by: Many["by"],
  options: { readonly ports: number; readonly delayMs: number },
): Promise<Many> {
  const target = await startTarget("modern");
  const ways = await startForwarding(target.port, options);
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const estate = join(folder, "holdfast.yaml");
    const record = join(folder, "observations.json");
    writeFileSync(estate, estateOf(ways.ports));
    const ran = await runChild(
      process.execPath,
      by === "TLS probe" ? [alone, estate, record] : [...checkArguments(command, estate), "--record", record],
    );
    if (ran.status !== 0) throw new Error(`holdfast check ended with ${ran.status}: ${ran.stderr}`);
    return {
      by,
      endpoints: options.ports,
      delayMs: options.delayMs,
      wallMs: Math.round(ran.wallMs),
      ...(ran.cpuMs !== undefined && { cpuMs: ran.cpuMs }),
      ...(ran.rssKb !== undefined && { rssKb: ran.rssKb }),
      assessed: fullyTold(JSON.parse(readFileSync(record, "utf8"))),
      connections: await ways.taken(),
      cores: availableParallelism(),
    };
  } finally {
    await ways.stop();
    await target.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
