import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { bootHost, testbedBootsHosts } from "./booted-host.ts";

/** What of a host shows outside of it: its mounts, its cable, its groups of processes. */
function traces(group: string, cable: string): readonly string[] {
  const hierarchies = ["", "systemd", "unified"].map((it) => join("/sys/fs/cgroup", it));
  const mounts = readFileSync("/proc/self/mounts", "utf8").split("\n");
  const nspawn = existsSync("/run/systemd/nspawn") ? readdirSync("/run/systemd/nspawn", { recursive: true }) : [];
  return [
    ...mounts.filter((it) => it.includes("host-trace1")),
    ...execFileSync("ip", ["-o", "link"], { encoding: "utf8" })
      .split("\n")
      .filter((it) => it.startsWith(cable)),
    ...hierarchies.filter((it) => existsSync(join(it, group))),
    ...nspawn.map(String).filter((it) => it.includes("trace1")),
  ].filter((it) => it !== "");
}

test.skipIf(!testbedBootsHosts())("a whole host boots, is entered over SSH, and leaves nothing behind", async () => {
  const host = await bootHost({
    name: "trace1",
    before: 'mkdir -p -m 700 /root/.ssh\necho "$KEY" >/root/.ssh/authorized_keys',
    after: "echo started >/run/started",
    kernel: { "kernel.kptr_restrict": "2" },
  });
  const way = ["-F", "none", "-o", "BatchMode=yes", "-o", `UserKnownHostsFile=${host.knownHosts}`, "-i", host.identity];
  const told = execFileSync(
    "ssh",
    [...way, `root@${host.address}`, "hostname; cat /run/started /proc/sys/kernel/kptr_restrict; readlink /proc/1/exe"],
    { encoding: "utf8" },
  );
  expect(told).toBe("trace1\nstarted\n2\n/usr/lib/systemd/systemd\n");
  const [group = ""] = /holdfast-test-\w+/.exec(await host.inside("cat /proc/1/cgroup")) ?? [];
  // Another host may get its address as soon as it is gone, but never the number of its cable.
  const [cable = "none"] =
    /^\d+: /.exec(execFileSync("ip", ["-o", "address", "show", "to", host.from], { encoding: "utf8" })) ?? [];
  expect(traces(group, cable).length).toBeGreaterThan(1);
  await host.stop();
  expect(traces(group, cable)).toEqual([]);
});

test.skipIf(!testbedBootsHosts())("a host that can't start all that it starts is told with what failed", async () => {
  const before =
    "printf '[Service]\\nExecStart=/bin/false\\n[Install]\\nWantedBy=multi-user.target\\n' >/etc/systemd/system/broken.service\nsystemctl enable broken";
  await expect(bootHost({ name: "trace2", before })).rejects.toThrow(/degraded.*broken\.service/s);
  await expect(bootHost({ name: "trace3", before: "false" })).rejects.toThrow("trace3 did not boot");
});
