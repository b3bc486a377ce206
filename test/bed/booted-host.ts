import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
  /** Commands of root in its root file system, before it boots; `$KEY` is the public key that the test has. */
  readonly before: string;
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

/** Lays a cable to the host: the kernel gives every number once, and takes the cable away with the host. */
async function wire(leader: number): Promise<{ readonly from: string; readonly address: string }> {
  for (let n = 0; n < 16_384; n += 1) {
    const device = `hold${n}`;
    const made = await run("ip", [
      "link",
      "add",
      device,
      "type",
      "veth",
      "peer",
      "name",
      "host0",
      "netns",
      `${leader}`,
    ]).then(
      () => true,
      () => false,
    );
    if (!made) {
      if (existsSync(`/sys/class/net/${device}`)) continue;
      throw new Error(`no cable ${device} to process ${leader}`);
    }
    // Addresses set apart for measuring between machines of one's own (RFC 2544).
    const at = (last: number) => `198.18.${n >> 6}.${((n & 63) << 2) + last}`;
    const [from, address] = [at(1), at(2)];
    execFileSync("ip", ["address", "add", `${from}/30`, "dev", device]);
    execFileSync("ip", ["link", "set", device, "up"]);
    const there = ["-t", `${leader}`, "-n", "ip"];
    execFileSync("nsenter", [...there, "address", "add", `${address}/30`, "dev", "host0"]);
    execFileSync("nsenter", [...there, "link", "set", "host0", "up"]);
    return { from, address };
  }
  throw new Error("no free number for a cable");
}

/**
 * Boots a whole Debian host with systemd in namespaces of its own, on a root file system of its own over the kept one. Its
 * mounts lie in a mount namespace that ends with it, and it is reached over a cable that this lays.
 */
export async function bootHost(wish: BootedHostWish): Promise<BootedHost> {
  const root = await bootedRoot();
  const folder = runFolder(`host-${wish.name}`);
  const file = (name: string) => join(folder, name);
  const [hostKey, identity] = [sshKey("host"), sshKey("user")];
  const id = folder.slice(-6);
  const groups = controlGroups(`holdfast-test-${id}`);
  writeFileSync(
    file("before"),
    `set -e
export KEY='${readFileSync(`${identity}.pub`, "utf8").trim()}' DEBIAN_FRONTEND=noninteractive
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
`,
  );
  writeFileSync(
    file("boot"),
    `set -e
${groups.map((it) => `mkdir ${it}\necho $$ >${it}/cgroup.procs`).join("\n")}
mkdir ${folder}/layers ${folder}/root
mount -t tmpfs none ${folder}/layers
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
  const child = spawn("unshare", ["--mount", "--propagation", "private", "sh", file("boot")], {
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
  const stop = async () => {
    // As if the power were cut: the kernel ends all that runs in it with its first process.
    if (leader !== undefined && child.exitCode === null) process.kill(leader, "SIGKILL");
    else child.kill("SIGKILL");
    await gone;
    for (const it of groups) await vanished(it);
  };
  try {
    while (leader === undefined) {
      if (child.exitCode !== null) throw new Error(`${wish.name} did not boot: ${said}`);
      await sleep(20);
      leader = leaderOf(pid);
    }
    const { from, address } = await wire(leader);
    const enter = ["-t", `${leader}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--root", "--wd"];
    const inside = (script: string) =>
      run("nsenter", [...enter, "/bin/sh", "-c", script], { maxBuffer: 1 << 26 }).then(({ stdout }) => stdout);
    await booted(inside);
    for (const [key, value] of Object.entries(wish.kernel ?? {}))
      await inside(
        `mkdir -p /run/kernel && echo '${value}' >/run/kernel/${key} && mount --bind /run/kernel/${key} /proc/sys/${key.replaceAll(".", "/")}`,
      );
    await inside(wish.after ?? ":");
    const [, type, key] = /^(\S+) (\S+)/.exec(readFileSync(`${hostKey}.pub`, "utf8")) ?? [];
    writeFileSync(file("known_hosts"), `${address} ${type} ${key}\n`);
    return { name: wish.name, address, from, identity, knownHosts: file("known_hosts"), inside, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
