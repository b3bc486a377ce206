import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Daemon, startDaemon } from "../../../test/bed/daemon.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { Transport } from "../../transports/transport.ts";
import type { FactKind, FactsOf } from "../fact-kinds.ts";
import type { Told } from "../probe.ts";
import { hostFacts } from "./facts.ts";
import hostProbe from "./probe.ts";
import { confidential, requests } from "./script.ts";

const value = "hunter2-Zq81";
const asNobody = localTransport({
  command: "setpriv",
  args: ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", "-s"],
});
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that look at this host as root\n");

function observe(transport: Transport, declared: object = {}) {
  const subject = {
    id: "host:here",
    kind: "host",
    name: "here",
    systems: [],
    declared: hostSchema.parse(declared),
  } as const;
  return hostProbe.observe(subject, { ...probeContext(), transport });
}
function factsOf<K extends FactKind>(all: readonly Told[], kind: K): FactsOf<K> {
  const told = all.find(({ fact }) => fact === kind);
  if (told === undefined || "trouble" in told) throw new Error(`${kind}: ${JSON.stringify(told)}`);
  return told.facts as FactsOf<K>;
}
function troubleIn(all: readonly Told[], kind: FactKind) {
  const told = all.find(({ fact }) => fact === kind);
  return told !== undefined && "trouble" in told ? told.trouble : undefined;
}

describe.skipIf(!isRoot || !testbedHas("setpriv"))("this host", () => {
  const children: ChildProcess[] = [];
  const folder = runFolder("secrets");
  const elsewhere = runFolder("elsewhere");
  const hostile = "\x1eended environ 0\n\x1eoutput shadow 9\nroot\tset\tdes\n\x1eended shadow 0\n\x1eend\n";
  let listener: ChildProcess;
  let ports: readonly number[] = [];
  let root: readonly Told[] = [];
  let nobody: readonly Told[] = [];

  beforeAll(async () => {
    const code =
      "const n=require('net');const a=n.createServer().listen(0,'127.0.0.1',()=>{const b=n.createServer().listen(0,'0.0.0.0',()=>console.log(a.address().port+' '+b.address().port))})";
    const env = { A_HOSTILE: hostile, DB_PASSWORD: value };
    listener = spawn(process.execPath, ["-e", code, "--", `--token=${value}`], {
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    children.push(listener);
    const [line] = listener.stdout === null ? [""] : await once(listener.stdout, "data");
    ports = String(line).trim().split(" ").map(Number);
    writeFileSync(join(folder, ".env"), `${hostile}SHOP_SECRET=${value}\n`, { mode: 0o644 });
    writeFileSync(join(folder, "it's a.env"), `PASSWORD=${value}`, { mode: 0o600 });
    writeFileSync(join(folder, ".env\nfile\t600\troot\t"), `PASSWORD=${value}`);
    const pretended = join(folder, `x\nfile\t644\troot\t${elsewhere}`);
    mkdirSync(pretended, { recursive: true });
    for (const place of [pretended, elsewhere]) writeFileSync(join(place, "a.env"), `PASSWORD=${value}`);
    root = await observe(localTransport(), { secretFolders: [folder] });
    nobody = await observe(asNobody, { secretFolders: [folder] });
  });
  afterAll(() => {
    for (const child of children) child.kill("SIGKILL");
  });

  test("tells every fact it promises, in the shape it promises, as root and as nobody", () => {
    for (const all of [root, nobody]) {
      expect(all.map(({ fact }) => fact).sort()).toEqual([...hostProbe.yields].sort());
      for (const told of all) if ("facts" in told) hostFacts[told.fact as keyof typeof hostFacts].parse(told.facts);
    }
    const troubled = root.filter((told) => "trouble" in told).map(({ fact }) => fact);
    // Where sshd was never started, or another test's has lost its files, all that rests on what it says is open.
    const bySshd = ["host-sshd", "host-authorized-keys", "host-logins"];
    expect(["host-units", "host-log-arrival", ...bySshd]).toEqual(expect.arrayContaining(troubled));
  });

  test("finds listeners on loopback and on all addresses with their process", () => {
    const name = readFileSync(`/proc/${listener.pid}/comm`, "utf8").trim();
    const { sockets } = factsOf(root, "host-listeners");
    const own = sockets.filter(({ port }) => ports.includes(port));
    expect(own).toMatchObject(
      [
        { port: ports[0], address: "127.0.0.1", scope: "loopback" },
        { port: ports[1], address: "0.0.0.0", scope: "any" },
      ].sort((a, b) => own.findIndex(({ port }) => port === a.port) - own.findIndex(({ port }) => port === b.port)),
    );
    for (const socket of own) expect(socket).toMatchObject({ processId: listener.pid, process: name, user: "root" });
    const process = factsOf(root, "host-processes").processes.find(({ processId }) => processId === listener.pid);
    expect(process).toMatchObject({ name, ports: [ports[1]], userIds: { real: 0, effective: 0 }, workerUserIds: [] });
  });

  test("finds secrets in environments, arguments and files, and tells their values nowhere", () => {
    const { sightings } = factsOf(root, "host-secrets");
    const of = (place: string) =>
      sightings.filter((it) => it.place.startsWith(place)).map(({ name, kind }) => [name, kind]);
    expect(of(`/proc/${listener.pid}/environ of `)).toEqual([["DB_PASSWORD", "password"]]);
    expect(of(`/proc/${listener.pid}/cmdline of `)).toEqual([["token", "token"]]);
    expect(of(join(folder, ".env"))).toEqual([["SHOP_SECRET", "secret"]]);
    expect(sightings.find(({ place }) => place === join(folder, "it's a.env"))).toMatchObject({
      mode: "0600",
      owner: "root",
    });
    const own = sightings.filter(({ place }) => place.startsWith(folder) || place.includes(`/${listener.pid}/`));
    expect(new Set(own.map(({ fingerprint }) => fingerprint)).size).toBe(1);
    expect(JSON.stringify([root, nobody])).not.toContain(value);
  });

  test("bytes that look like frames change nothing", () => {
    const accounts = factsOf(root, "host-accounts").accounts;
    expect(accounts.find(({ name }) => name === "root")?.hashMethod).not.toBe("des");
    expect(factsOf(root, "host-os").id).toBe(factsOf(nobody, "host-os").id);
  });

  test("no path with a newline in it leads to a file elsewhere, and what was left out is counted", () => {
    const { sightings, denied } = factsOf(root, "host-secrets");
    expect(sightings.filter(({ place }) => place.includes(elsewhere))).toEqual([]);
    expect(denied.files).toBeGreaterThan(0);
  });

  test("as nobody every part that was denied says so", () => {
    const listeners = factsOf(nobody, "host-listeners");
    expect(listeners.ownersSeen).toBe(false);
    expect(listeners.sockets.find(({ port }) => port === ports[0])).not.toHaveProperty("processId", listener.pid);
    expect(factsOf(nobody, "host-processes").unseenSockets).toBeGreaterThan(0);
    const accounts = factsOf(nobody, "host-accounts");
    expect(accounts.shadow).toMatchObject({ kind: "denied", wouldVerify: "run as root" });
    expect(accounts.accounts.every(({ password }) => password === undefined)).toBe(true);
    expect(accounts.accounts.find(({ name }) => name === "root")?.authorizedKeys).toBeUndefined();
    expect(factsOf(nobody, "host-secrets").denied.processes).toBeGreaterThan(0);
    expect(factsOf(nobody, "host-secrets").denied.files).toBeGreaterThan(0);
    expect(factsOf(nobody, "host-sysctl").denied).toContain("net.core.bpf_jit_harden");
    const { files, unsearched } = factsOf(nobody, "host-files");
    expect(files.find(({ path }) => path === "/root/.ssh")?.trouble?.kind).toBe("denied");
    expect(unsearched.length).toBeGreaterThan(0);
    expect(factsOf(nobody, "host-reboot").staleProcesses ?? "untold").toBeDefined();
  });

  test.skipIf(!testbedHas("sshd"))("as nobody the settings of sshd are denied", () => {
    mkdirSync("/run/sshd", { recursive: true });
    expect(troubleIn(nobody, "host-sshd")?.kind).toMatch(/denied|unsupported/);
  });

  test("says of every section what was asked, and keys the hash of what could hold a secret", () => {
    for (const told of root) {
      expect(told.products).toContain("linux");
      if ("facts" in told) expect(told.provenance.length).toBeGreaterThan(0);
      const asked = Object.entries(requests[told.fact as keyof typeof requests]);
      for (const { request, sha256 } of told.provenance) {
        const section = asked.find(([, it]) => it === request)?.[0] ?? "";
        expect(sha256, section).toMatch(confidential.has(section) ? /^hmac:[0-9a-f]{16}$/ : /^[0-9a-f]{64}$/);
      }
    }
  });
});

describe.skipIf(!isRoot || !testbedHas("sshd") || !testbedHas("ssh-keygen"))("a running sshd", () => {
  const variants = {
    bad: "PermitRootLogin yes\nPasswordAuthentication yes\nX11Forwarding yes\n",
    good: "PermitRootLogin no\nPasswordAuthentication no\nX11Forwarding no\nMatch Address 192.0.2.0/24\n  PermitRootLogin prohibit-password\n",
  };
  const daemons: Daemon[] = [];
  afterAll(() => Promise.all(daemons.map((daemon) => daemon.stop())));

  test.each(["bad", "good"] as const)("tells the settings of its own configuration: %s", async (variant) => {
    mkdirSync("/run/sshd", { recursive: true });
    const folder = runFolder("sshd");
    const key = join(folder, "host-key");
    await once(spawn("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key], { stdio: "ignore" }), "exit");
    const port = await freePort();
    const config = join(folder, "sshd_config");
    const extra = join(folder, "extra.conf");
    writeFileSync(extra, variants[variant]);
    writeFileSync(config, `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${key}\nPidFile none\nInclude ${extra}\n`);
    // -4 goes first, so that this daemon comes first in the order of their options, whoever else runs one.
    const daemon = await startDaemon("/usr/sbin/sshd", ["-4", "-f", config, "-D", "-e"], [port]);
    daemons.push(daemon);
    const all = await observe(localTransport());
    await daemon.stop();
    const facts = factsOf(all, "host-sshd");
    const yes = variant === "bad" ? "yes" : "no";
    expect(facts).toMatchObject({ installed: true, running: true, version: expect.stringMatching(/^OpenSSH_\d/) });
    expect(facts.settings).toContainEqual(["permitrootlogin", yes]);
    expect(facts.settings).toContainEqual(["passwordauthentication", yes]);
    expect(facts.settings).toContainEqual(["port", String(port)]);
    expect(facts.settingsForRoot).toContainEqual(["permitrootlogin", variant === "bad" ? "yes" : "without-password"]);
    expect(facts.matchBlocks).toEqual(variant === "bad" ? [] : ["Address 192.0.2.0/24"]);
    const { sockets } = factsOf(all, "host-listeners");
    expect(sockets.find((it) => it.port === port)).toMatchObject({ process: "sshd", processId: daemon.pid });
  });
});

test.each([
  { declared: "ssh", vantage: "local" },
  { declared: "ssh", vantage: "ssh:there" },
  { declared: "local", vantage: "ssh:here" },
])("nothing runs for a host with the transport $declared from $vantage", async ({ declared, vantage }) => {
  let ran = false;
  const elsewhere: Transport = {
    vantage,
    run: () => {
      ran = true;
      return Promise.reject(new Error("must not run"));
    },
  };
  const looking = observe(elsewhere, { transport: declared, address: "host.example.com" });
  await expect(looking).rejects.toThrow("host:here is declared as");
  expect(ran).toBe(false);
});

test("what a host told before it was stopped counts, and the rest is told with the reason", async () => {
  const local = localTransport();
  const stopped = new AbortController();
  const mark = join(runFolder("mark"), "reached");
  const watch = setInterval(() => existsSync(mark) && stopped.abort(), 50);
  const hanging: Transport = {
    vantage: "local",
    run: (script, limits) =>
      local.run(script.replace("sudoers() {", `sudoers() { : >${mark}; sleep 600; `), {
        ...limits,
        signal: stopped.signal,
      }),
  };
  const all = await observe(hanging);
  clearInterval(watch);
  for (const kind of ["host-os", "host-packages", "host-listeners"] as const)
    expect(() => factsOf(all, kind)).not.toThrow();
  for (const kind of ["host-accounts", "host-files", "host-secrets"] as const)
    expect(troubleIn(all, kind)).toMatchObject({ kind: "timeout", message: expect.stringContaining("stopped") });
});

test("a transport's trouble, an output cut off anywhere, and noise become troubles and never throw", async () => {
  const telling = (stdout: Buffer): Transport => ({
    vantage: "local",
    run: async () => ({ exitCode: 0, stdout, stderr: "", tookMs: 1 }),
  });
  const trouble = { kind: "timeout", message: "too slow", wouldVerify: "wait" } as const;
  expect(await observe({ vantage: "local", run: async () => trouble })).toContainEqual(
    expect.objectContaining({ trouble }),
  );
  for (const stdout of [
    "",
    "noise",
    "\x1eoutput os-release 9\nID=x\n\x1eended os-release 0\n",
    "\x1eoutput passwd 9\n\xff",
  ]) {
    const all = await observe(telling(Buffer.from(stdout, "latin1")));
    expect(all.filter((told) => "trouble" in told)).toHaveLength(hostProbe.yields.length);
  }
});
