import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, readlinkSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { bootedRoot } from "./booted-root.ts";
import { testbedHas } from "./program.ts";
import { forgetProcess, noteProcess, runFolder } from "./run-folder.ts";
import { sshKey } from "./ssh-host.ts";

const run = promisify(execFile);

/** What a whole host is to be, besides a Debian with systemd and sshd that nobody may log in to yet. */
export interface BootedHostWish {
  /** Its host name, at most 12 characters. */
  readonly name: string;
  /** Commands of root in its root file system, before it boots: `$KEY` is the test's public key, `$FROM` its address. */
  readonly before: string;
  /** Room for what it writes; a gigabyte if absent. */
  readonly diskMegabytes?: number;
  /** Packages that it has besides. */
  readonly packages?: readonly string[];
  /** Commands of root once it runs. */
  readonly after?: string;
  /** Kernel parameters as if its kernel were its own: it has the one of this machine, whose own may not be changed. */
  readonly kernel?: Readonly<Record<string, string>>;
}

export interface BootedHost {
  readonly name: string;
  /** Its address, which only this machine reaches. */
  readonly address: string;
  /** This machine's address on the way to it. */
  readonly from: string;
  /** Path of the private key whose public part `before` had. */
  readonly identity: string;
  /** Path of a known_hosts file that holds its key. */
  readonly knownHosts: string;
  /** Its first process, by the numbers of this machine. */
  readonly leader: number;
  /** Runs commands in it as root; gives what they printed. */
  inside(script: string): Promise<string>;
  stop(): Promise<void>;
}

/** Whether whole hosts can be booted here; for `describe.skipIf(!testbedBootsHosts())`. */
export function testbedBootsHosts(): boolean {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot) process.stderr.write("skipped: tests that boot whole hosts as root\n");
  return isRoot && ["mmdebstrap", "systemd-nspawn", "unshare", "nsenter", "ip", "ssh-keygen"].every(testbedHas);
}

/** Hierarchies in which systemd keeps its groups of processes; a host gets a group of its own in each. */
function controlGroups(name: string): readonly string[] {
  const root = "/sys/fs/cgroup";
  const roots = existsSync(join(root, "cgroup.procs"))
    ? [root]
    : ["systemd", "unified"].map((it) => join(root, it)).filter((it) => existsSync(it));
  return roots.map((it) => join(it, name));
}

/** Removes a control group and those below it; none is left that has processes. */
function removeGroup(folder: string): void {
  if (!existsSync(folder)) return;
  for (const it of readdirSync(folder, { withFileTypes: true }))
    if (it.isDirectory()) removeGroup(join(folder, it.name));
  rmdirSync(folder);
}

/** The first process of the host that this nspawn runs, once there is one. */
function leaderOf(nspawn: number): number | undefined {
  try {
    const children = readFileSync(`/proc/${nspawn}/task/${nspawn}/children`, "utf8").match(/\d+/g) ?? [];
    return children.map(Number).find((pid) => /^NSpid:.*\t1$/m.test(readFileSync(`/proc/${pid}/status`, "utf8")));
  } catch {
    // Of processes that come and go, one is gone by now.
    return undefined;
  }
}

/** A cable to a network namespace, laid and with addresses, but not yet plugged in there. */
interface Cable {
  readonly from: string;
  readonly address: string;
}

/** Waits until a process has another network than the one that it came from. */
async function ownNetwork(pid: number, other: number | "self"): Promise<void> {
  const network = (who: number | "self") => readlinkSync(`/proc/${who}/ns/net`);
  while (network(pid) === network(other)) await sleep(10);
}

/** Lays a cable to a process: the kernel gives every number once, and takes the cable away with the process. */
async function lay(pid: number): Promise<Cable> {
  await ownNetwork(pid, "self");
  for (let n = 0; n < 16_384; n += 1) {
    const device = `hold${n}`;
    const link = ["link", "add", device, "type", "veth", "peer", "name", "host0", "netns", `${pid}`];
    const laid = await run("ip", link).then(
      () => undefined,
      (error: Error) => error,
    );
    if (laid !== undefined && existsSync(`/sys/class/net/${device}`)) continue;
    if (laid !== undefined) throw laid;
    // Addresses set apart for measuring between machines of one's own (RFC 2544).
    const at = (last: number) => `198.18.${n >> 6}.${((n & 63) << 2) + last}`;
    const [from, address] = [at(1), at(2)];
    await run("ip", ["address", "add", `${from}/30`, "dev", device]);
    await run("ip", ["link", "set", device, "up"]);
    return { from, address };
  }
  throw new Error("no free number for a cable");
}

/** Brings the cable that ends at a process to the host that this process runs. */
async function plug({ address }: Cable, pid: number, leader: number): Promise<void> {
  const at = (who: number, ...args: readonly string[]) => run("nsenter", ["-t", `${who}`, "-n", "ip", ...args]);
  await ownNetwork(leader, pid);
  await at(pid, "link", "set", "host0", "netns", `${leader}`);
  await at(leader, "address", "add", `${address}/30`, "dev", "host0");
  await at(leader, "link", "set", "host0", "up");
}

/** Lays a cable between two hosts; gives the address of the second. */
export async function joinHosts(first: BootedHost, second: BootedHost): Promise<string> {
  const device = `to-${second.name}`.slice(0, 15);
  const back = `to-${first.name}`.slice(0, 15);
  const at = (host: BootedHost, ...args: readonly string[]) =>
    run("nsenter", ["-t", `${host.leader}`, "-n", "ip", ...args]);
  await at(first, "link", "add", device, "type", "veth", "peer", "name", back, "netns", `${second.leader}`);
  await at(first, "address", "add", "198.19.0.1/30", "dev", device);
  await at(second, "address", "add", "198.19.0.2/30", "dev", back);
  await at(first, "link", "set", device, "up");
  await at(second, "link", "set", back, "up");
  return "198.19.0.2";
}

/**
 * Boots a whole Debian host with systemd in namespaces of its own, on a root file system of its own over the kept one. Its
 * mounts lie in a mount namespace that ends with it, and it is reached over a cable that this lays.
 */
export async function bootHost(wish: BootedHostWish): Promise<BootedHost> {
  const root = await bootedRoot(wish.packages);
  const folder = runFolder(`host-${wish.name}`);
  const file = (name: string) => join(folder, name);
  const [hostKey, identity] = [sshKey("host"), sshKey("user")];
  const id = folder.slice(-6);
  const groups = controlGroups(`holdfast-test-${id}`);
  const before = (from: string) => `set -e
export FROM=${from} KEY='${readFileSync(`${identity}.pub`, "utf8").trim()}' DEBIAN_FRONTEND=noninteractive
echo ${wish.name} >/etc/hostname
printf '127.0.0.1 localhost\\n::1 localhost\\n127.0.1.1 ${wish.name}\\n' >/etc/hosts
tr -d - </proc/sys/kernel/random/uuid >/etc/machine-id
for unit in systemd-networkd systemd-networkd-wait-online systemd-firstboot systemd-resolved; do
  ln -sf /dev/null /etc/systemd/system/$unit.service
done
ln -sf /dev/null /etc/systemd/system/systemd-networkd.socket
rm -f /etc/ssh/ssh_host_*
cat >/etc/ssh/ssh_host_ed25519_key <<'END'
${readFileSync(hostKey, "utf8")}END
echo '${readFileSync(`${hostKey}.pub`, "utf8").trim()}' >/etc/ssh/ssh_host_ed25519_key.pub
chmod 600 /etc/ssh/ssh_host_ed25519_key
${wish.before}
`;
  writeFileSync(
    file("boot"),
    `set -e
${groups.map((it) => `mkdir ${it}\necho $$ >${it}/cgroup.procs`).join("\n")}
while [ ! -e ${folder}/laid ]; do sleep 0.02; done
mkdir ${folder}/layers ${folder}/root
mount -t tmpfs -o size=${wish.diskMegabytes ?? 1024}m none ${folder}/layers
mkdir ${folder}/layers/new ${folder}/layers/work
mount -t overlay overlay -o lowerdir=${root},upperdir=${folder}/layers/new,workdir=${folder}/layers/work ${folder}/root
chmod 755 ${folder}/root
for it in proc dev; do mount --rbind /$it ${folder}/root/$it; done
chroot ${folder}/root /bin/sh -s <${folder}/before >&2
for it in proc dev; do umount --recursive --lazy ${folder}/root/$it; done
mount -t tmpfs none /run
exec systemd-nspawn --quiet -D ${folder}/root --boot --private-network --register=no --keep-unit --console=pipe --machine=${wish.name} </dev/null
`,
  );
  const child = spawn("unshare", ["--mount", "--net", "--propagation", "private", "sh", file("boot")], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const { pid = 0 } = child;
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString("utf8")).slice(-8192);
  });
  noteProcess(pid);
  const gone = once(child, "exit").then(() => forgetProcess(pid));
  let leader: number | undefined;
  // As if the power were cut: the kernel ends all that runs in it with its first process.
  const cut = () => {
    if (leader !== undefined && child.exitCode === null && child.signalCode === null) process.kill(leader, "SIGKILL");
    else child.kill("SIGKILL");
  };
  process.once("exit", cut);
  const stop = async () => {
    process.off("exit", cut);
    cut();
    await gone;
    for (const it of groups) await vanished(it);
  };
  try {
    const cable = await lay(pid);
    writeFileSync(file("before"), before(cable.from));
    writeFileSync(file("laid"), "");
    while (leader === undefined) {
      if (child.exitCode !== null) throw new Error(`${wish.name} did not boot: ${said}`);
      await sleep(20);
      leader = leaderOf(pid);
    }
    await plug(cable, pid, leader);
    const enter = ["-t", `${leader}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"];
    const inside = (script: string) =>
      run("nsenter", [...enter, "/bin/sh", "-c", script], { maxBuffer: 1 << 26 }).then(({ stdout }) => stdout);
    await booted(inside);
    await inside(ownKernel(wish.kernel ?? {}));
    await inside(wish.after ?? ":");
    const [, type, key] = /^(\S+) (\S+)/.exec(readFileSync(`${hostKey}.pub`, "utf8")) ?? [];
    writeFileSync(file("known_hosts"), `${cable.address} ${type} ${key}\n`);
    return { name: wish.name, ...cable, leader, identity, knownHosts: file("known_hosts"), inside, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Commands that put copies with these parameters in the place of the kernel's own folders, which may lack some of them. */
function ownKernel(parameters: Readonly<Record<string, string>>): string {
  const files = Object.entries(parameters).map(([key, value]) => ({ path: key.replaceAll(".", "/"), value }));
  const folders = [...new Set(files.map(({ path }) => dirname(path)))];
  return [
    ...folders.map((it) => `mkdir -p /run/kernel/${it}; cp -r /proc/sys/${it}/. /run/kernel/${it}/ 2>/dev/null || :`),
    ...files.map(({ path, value }) => `rm -f /run/kernel/${path}; echo '${value}' >/run/kernel/${path}`),
    ...folders.map((it) => `mount --bind /run/kernel/${it} /proc/sys/${it}`),
  ].join("\n");
}

/** Waits until the host has started all that it starts; one that can't is told with what failed. */
async function booted(inside: (script: string) => Promise<string>): Promise<void> {
  let state: string;
  do {
    await sleep(50);
    // Until its first process has set up the bus, there is nobody to ask.
    state = (await inside("systemctl is-system-running 2>/dev/null || :")).trim();
  } while (["", "offline", "initializing", "starting", "unknown"].includes(state));
  if (state === "running") return;
  const why = await inside("systemctl --failed; journalctl --no-pager -p warning | tail -n 20");
  throw new Error(`the host is ${state}: ${why}`);
}

/** The kernel may need a moment until all processes of a group are gone. */
async function vanished(group: string): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      removeGroup(group);
      return;
    } catch (error) {
      if (tries >= 200) throw error;
      await sleep(25);
    }
  }
}
