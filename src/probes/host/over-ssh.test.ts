import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { plainUser, type SshHostBed, type SshHostWish, startSshHost } from "../../../test/bed/ssh-host.ts";
import { hostSchema } from "../../estate/schema.ts";
import type { Subject } from "../../estate/subject.ts";
import { DeclaredTransports } from "../../transports/declared.ts";
import type { FactKind, FactsOf } from "../fact-kinds.ts";
import neighbourhood from "../neighbourhood/probe.ts";
import type { Probe, Told } from "../probe.ts";
import service from "../service/probe.ts";
import webConfiguration from "../web-configuration/probe.ts";
import hostProbe from "./probe.ts";
import { collectScript } from "./script.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that look at a host over SSH\n");
const there = isRoot && ["ssh", "sshd", "ssh-keygen", "unshare", "sudo"].map(testbedHas).every(Boolean);

const transports = new DeclaredTransports();
const beds: SshHostBed[] = [];
afterAll(async () => {
  await transports.close();
  await Promise.all(beds.map((it) => it.stop()));
});

async function bedOf(wish?: SshHostWish): Promise<SshHostBed> {
  const bed = await startSshHost(wish);
  beds.push(bed);
  return bed;
}
let looks = 0;
function declared({ port, identity, knownHosts }: SshHostBed, more: object): Subject {
  looks += 1;
  const host = { transport: "ssh", address: "127.0.0.1", port, identity, knownHosts, ...more };
  return { id: `host:web${looks}`, kind: "host", name: `web${looks}`, systems: [], declared: hostSchema.parse(host) };
}
const here: Subject = { id: "host:here", kind: "host", name: "here", systems: [], declared: hostSchema.parse({}) };
function look(subject: Subject, probe: Probe = hostProbe): Promise<readonly Told[]> {
  return probe.observe(subject as never, { ...probeContext(), transport: transports.of(subject) });
}
function factsOf<K extends FactKind>(all: readonly Told[], kind: K): FactsOf<K> {
  const told = all.find(({ fact }) => fact === kind);
  if (told === undefined || "trouble" in told) throw new Error(`${kind}: ${JSON.stringify(told)}`);
  return told.facts as FactsOf<K>;
}
// Whose keys count depends on the daemons that run, and other tests start some.
const accountsOf = (all: readonly Told[]) =>
  factsOf(all, "host-accounts").accounts.map(({ authorizedKeys: _, ...account }) => account);
const troubled = (all: readonly Told[]) => all.filter((it) => "trouble" in it).map((it) => it.fact);

// Of facts that nothing changes in between; processes and sockets come and go with the tests themselves.
const steady = ["host-os", "host-packages", "host-updates", "host-sysctl", "host-files", "host-reboot"] as const;
/** Hosts that other tests boot come and go, and their cables with them. */
function withoutCables(facts: object): object {
  if (!("values" in facts)) return facts;
  const values = Object.entries(facts.values as object).filter(([key]) => !/\.hold\d+\./.test(key));
  return { ...facts, values: Object.fromEntries(values) };
}
const digest = (): string => createHash("sha256").update(collectScript({})).digest("hex");

describe.skipIf(!there)("a host over SSH", () => {
  let bed: SshHostBed;
  let asRoot: readonly Told[] = [];
  let local: readonly Told[] = [];
  beforeAll(async () => {
    bed = await bedOf();
    local = await look(here);
    asRoot = await look(declared(bed, { user: "root" }));
  });

  test("tells the same as this machine by itself, where nothing changes in between", () => {
    expect(troubled(asRoot)).toEqual(troubled(local));
    for (const kind of steady) {
      const aged = { listsAgeSeconds: 0 };
      expect(withoutCables({ ...factsOf(asRoot, kind), ...aged }), kind).toEqual(
        withoutCables({ ...factsOf(local, kind), ...aged }),
      );
    }
    expect(accountsOf(asRoot).filter(({ name }) => name !== plainUser)).toEqual(accountsOf(local));
    expect(factsOf(asRoot, "host-listeners").sockets).toContainEqual(
      expect.objectContaining({ port: bed.port, process: "sshd", processId: bed.pid }),
    );
  });

  test("leaves no file there, changes none, and no process stays", async () => {
    const changed = runFolder("changed");
    const folders = ["etc", "root", "home", "opt", "srv", "usr", "var"];
    // What is written goes to a layer of its own, so that nobody else's writing is taken for it.
    // The home of root starts empty: what its own profile does at a login is not ours.
    const empty = runFolder("empty");
    const layers = folders.map((it) => {
      for (const part of ["new", "work"]) mkdirSync(join(changed, part, it), { recursive: true });
      const layer = `lowerdir=${it === "root" ? empty : `/${it}`},upperdir=${changed}/new/${it},workdir=${changed}/work/${it}`;
      return `mount -t overlay overlay -o ${layer} /${it}`;
    });
    const layered = await bedOf({ before: [...layers, "touch /var/written"].join("\n") });
    const all = await look(declared(layered, { user: "root" }));
    expect(factsOf(all, "host-os")).toEqual(factsOf(asRoot, "host-os"));
    const written = execFileSync("find", [join(changed, "new"), "-mindepth", "2"], { encoding: "utf8" });
    expect(written).toBe(`${changed}/new/var/written\n`);
    await look(declared(bed, { user: plainUser }));
    const running = execFileSync("ps", ["-u", "64123", "-o", "args="], { encoding: "utf8" });
    // One that ended, and that this machine's first process has not noticed yet, is none.
    expect(running.split("\n").filter((it) => it !== "" && !/^sshd: |<defunct>$/.test(it))).toEqual([]);
  });

  test("as a plain user tells what it may see, and denies the rest", async () => {
    const all = await look(declared(bed, { user: plainUser, sudo: true }));
    expect(factsOf(all, "host-os")).toEqual(factsOf(asRoot, "host-os"));
    expect(factsOf(all, "host-accounts").shadow?.kind).toBe("denied");
    expect(factsOf(all, "host-secrets").denied.processes).toBeGreaterThan(0);
  });

  test("with the rule that host-script prints tells what root sees", async () => {
    const rule = execFileSync(process.execPath, ["src/cli/main.ts", "host-script", "--sudoers"], { encoding: "utf8" });
    expect(rule).toContain(`sha256:${digest()} `);
    const sudoers = `root ALL=(ALL) ALL\n${rule.replace(/^holdfast /, `${plainUser} `)}`;
    const pinned = await bedOf({ sudoers, rootScript: collectScript({}) });
    const all = await look(declared(pinned, { user: plainUser, sudo: true }));
    expect(accountsOf(all)).toEqual(accountsOf(asRoot));
    expect(accountsOf(all).some(({ password }) => password !== undefined)).toBe(true);
    const owned = factsOf(all, "host-listeners").sockets.find(({ port }) => port === pinned.port);
    expect(owned).toMatchObject({ process: "sshd", processId: pinned.pid });
    // The rule is for the script without declared folders, and covers no other.
    const other = await look(declared(pinned, { user: plainUser, sudo: true, secretFolders: ["/mnt"] }));
    expect(factsOf(other, "host-accounts").shadow?.kind).toBe("denied");
  });

  test("that is half broken tells what works, and of the rest why not", async () => {
    const programs = ["ps", "ss", "dpkg-query", "timeout", "sha256sum", "nice", "gpgv", "stat"];
    const gone = programs.map((it) => `[ ! -e /usr/bin/${it} ] || mount --bind /dev/null /usr/bin/${it}`);
    const broken = await bedOf({ before: [...gone, "mount --bind -o ro / / || :"].join("\n") });
    const all = await look(declared(broken, { user: "root" }));
    expect(factsOf(all, "host-os")).toEqual(factsOf(asRoot, "host-os"));
    expect(troubled(all)).toContain("host-packages");
    expect(all).toHaveLength(hostProbe.yields.length);
  });

  test("whose answers come late is waited for, and given up with a word where they come very late", async () => {
    const late = await lateBy(200, bed.port);
    const knownHosts = join(runFolder("late"), "known_hosts");
    writeFileSync(
      knownHosts,
      readFileSync(bed.knownHosts, "utf8")
        .replace(`:${bed.port}`, "")
        .replace("[127.0.0.1]", `[127.0.0.1]:${late.port}`),
    );
    const all = await look(declared({ ...bed, port: late.port, knownHosts }, { user: "root" }));
    expect(factsOf(all, "host-os")).toEqual(factsOf(asRoot, "host-os"));
    expect(troubled(all)).toEqual(troubled(asRoot));
    late.stop();
    const veryLate = await lateBy(10_000, bed.port);
    const none = await look(declared({ ...bed, port: veryLate.port }, { user: "root" }));
    veryLate.stop();
    expect(none.map((it) => ("trouble" in it ? it.trouble.kind : ""))).toEqual(none.map(() => "timeout"));
  });

  test.each([service, neighbourhood, webConfiguration])(
    "is not taken for this machine by the probe $id",
    async (probe) => {
      const all = await look(declared(bed, { user: "root" }), probe);
      expect(all.map((it) => ("trouble" in it ? it.trouble.kind : ""))).toEqual(probe.yields.map(() => "unsupported"));
    },
  );
});

/** A way to the port on which everything arrives so much later. */
async function lateBy(ms: number, port: number): Promise<{ readonly port: number; stop(): void }> {
  const open = new Set<Socket>();
  const pass = (from: Socket, to: Socket) => {
    open.add(from);
    from.on("error", () => to.destroy());
    from.on("data", (chunk: Buffer) => setTimeout(() => to.write(chunk), ms));
    from.on("end", () => setTimeout(() => to.end(), ms));
  };
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port });
    pass(near, far);
    pass(far, near);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => {
    server.close();
    for (const it of open) it.destroy();
  };
  return { port: (server.address() as AddressInfo).port, stop };
}
