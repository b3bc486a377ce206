import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectScript } from "../../src/probes/host/script.ts";
import { localTransport } from "../../src/transports/local.ts";
import { type SshHostBed, startSshHost } from "../../test/bed/ssh-host.ts";
import { runChild } from "../child.ts";

const goalMs = 90_000;
const atOnce = 16;
const build = fileURLToPath(new URL("../../scripts/build.ts", import.meta.url));

/**
 * Measures `holdfast check`, built as it is published, on an estate of many hosts. The client is the real one and so is the
 * sshd at which it logs in once for each host; behind it is what the script told of this machine, played again and again,
 * since one machine can't do the work of hundreds. Needs root.
 */
export async function benchMany(hosts: number): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error("the sshd of this benchmark is started by root");
  const folder = mkdtempSync(join(tmpdir(), "holdfast-many-"));
  const out = join(folder, "dist");
  execFileSync(process.execPath, [build, out], { stdio: "ignore" });
  copyFileSync(join(dirname(build), "../package.json"), join(folder, "package.json"));
  const recording = join(folder, "recording");
  writeFileSync(recording, await recorded());
  // sshd tells the forced command what the client asked for, and with it the word that begins the answer.
  const player = join(folder, "player");
  const nonce = `$(printf '%s' "$SSH_ORIGINAL_COMMAND" | grep -oE 'holdfast [0-9a-f]{16}' | head -n 1)`;
  writeFileSync(player, `#!/bin/sh\ncat >/dev/null\nprintf '\\036%s\\n' "${nonce}"\nexec cat ${recording}\n`);
  chmodSync(player, 0o755);
  const bed = await startSshHost({ settings: `MaxStartups 200\nForceCommand ${player}` });
  try {
    const few = Math.min(hosts, 100);
    const logins = await loginsAlone(few, bed);
    const estate = join(folder, "estate.json");
    writeFileSync(estate, JSON.stringify(estateOf(hosts, bed)));
    const before = cpuOf(bed.pid);
    const report = join(folder, "report.json");
    const ran = await runChild(process.execPath, [
      ...[join(out, "cli/main.js"), "check", estate, "--quiet", "--fail-on", "never"],
      ...["--json", "--output", report],
    ]);
    const served = cpuOf(bed.pid) - before;
    if (ran.status !== 0) throw new Error(`holdfast ended with ${ran.status}: ${ran.stderr.slice(0, 500)}`);
    seenAll(hosts, readFileSync(report, "utf8"));
    process.stdout.write(ran.stderr);
    const line = (cells: readonly string[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
    const seconds = (ms: number | undefined) => (ms === undefined ? "" : `${(ms / 1000).toFixed(1)} s`);
    process.stdout.write(`\n${hosts} hosts, one run\n\n`);
    line(["", "wall", "CPU", "CPU of sshd", "peak memory"]);
    line(["---", "---:", "---:", "---:", "---:"]);
    line([`${few} logins alone`, seconds(logins.wallMs), "", seconds(logins.served), ""]);
    const memory = ran.rssKb === undefined ? "" : `${Math.round(ran.rssKb / 1024)} MB`;
    line(["holdfast check", seconds(ran.wallMs), seconds(ran.cpuMs), seconds(served), memory]);
    const met = ran.wallMs < goalMs;
    process.stdout.write(`\n${hosts} hosts under ${goalMs / 1000} s: ${met ? "met" : "missed"}\n`);
  } finally {
    await bed.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An estate that told nothing would be a fast one. */
function seenAll(hosts: number, report: string): void {
  type Told = { readonly fact: string; readonly trouble?: object; readonly bug?: object };
  const { observations } = JSON.parse(report) as { readonly observations: readonly Told[] };
  const secrets = observations.filter(({ fact }) => fact === "host-secrets");
  const seen = secrets.filter((it) => it.trouble === undefined && it.bug === undefined);
  if (seen.length !== hosts) throw new Error(`${seen.length} of ${hosts} hosts were seen`);
}

/** What the script tells of this machine. */
async function recorded(): Promise<Buffer> {
  const result = await localTransport().run(collectScript({}), { timeoutMs: 60_000, maxBytes: 32 * 1024 * 1024 });
  if ("kind" in result) throw new Error(result.message);
  return result.stdout;
}

/** What it takes to log in so often and to be told so much, by the same client, as many side by side as Holdfast has. */
async function loginsAlone(
  hosts: number,
  bed: SshHostBed,
): Promise<{ readonly wallMs: number; readonly served: number }> {
  const before = cpuOf(bed.pid);
  const one = `ssh -F none -C -o BatchMode=yes -o UserKnownHostsFile=${bed.knownHosts} -i ${bed.identity} -p ${bed.port} root@127.0.0.1 'holdfast 0123456789abcdef' </dev/null >/dev/null`;
  const ran = await runChild("sh", ["-c", `seq ${hosts} | xargs -P ${atOnce} -I % sh -c "${one}"`]);
  if (ran.status !== 0) throw new Error(ran.stderr.slice(0, 500));
  return { wallMs: ran.wallMs, served: cpuOf(bed.pid) - before };
}

/** User and system time of a process and of those of its children that ended, in milliseconds. */
function cpuOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  const times = text
    .slice(text.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15);
  return times.reduce((sum, it) => sum + Number(it) * 10, 0);
}

function estateOf(count: number, { port, identity, knownHosts }: SshHostBed): object {
  const names = Array.from({ length: count }, (_, n) => `web${n + 1}`);
  const host = { transport: "ssh", address: "127.0.0.1", user: "root", port, identity, knownHosts };
  return {
    estate: "bench",
    environments: { production: { kind: "production" } },
    systems: { bench: { environment: "production", hosts: names } },
    hosts: Object.fromEntries(names.map((it) => [it, host])),
  };
}
