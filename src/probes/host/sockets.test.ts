import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { hostProcesses } from "./listening-processes.ts";
import { parseLinks, parseUnits } from "./processes.ts";
import { hostListeners, parseNet, parseSocketHolders, scopeOf } from "./sockets.ts";

const nginx = {
  machine: "x86_64\n",
  "net-tcp": hostFixture("proc-net-tcp-linux-6.18"),
  "net-tcp6": hostFixture("proc-net-tcp6-linux-6.18"),
  fds: hostFixture("fds-ls-9.1"),
  statuses: hostFixture("statuses-linux-6.18"),
  links: hostFixture("links-ls-9.1"),
  cgroups: "/proc/25512/cgroup:0::/system.slice/nginx.service\n",
  passwd: "root\t0\t0\t/root\t/bin/bash\tshadow\t-\n",
};

test("finds every listening socket with the process that opened it", () => {
  const { sockets, ownersSeen } = hostListeners(hostSections(nginx));
  const told = sockets.map((it) => [it.family, it.address, it.port, it.scope, it.process, it.processId]);
  expect(told).toEqual([
    ["ipv4", "127.0.0.1", 18080, "loopback", "nginx", 25512],
    ["ipv4", "127.0.0.1", 18022, "loopback", "sshd", 25516],
    ["ipv4", "0.0.0.0", 18081, "any", "nginx", 25512],
    ["ipv4", "0.0.0.0", 2024, "any", undefined, undefined],
    ["ipv6", "::1", 18082, "loopback", "nginx", 25512],
    ["ipv6", "::", 18083, "any", "nginx", 25512],
  ]);
  expect(ownersSeen).toBe(false);
  expect(sockets[0]).toMatchObject({ user: "root", executable: "/usr/sbin/nginx" });
});

test("tells of each listening process what is in effect for it", () => {
  const { processes, unseenSockets } = hostProcesses(hostSections(nginx));
  expect(unseenSockets).toBe(1);
  expect(processes.map(({ name }) => name)).toEqual(["nginx", "sshd"]);
  expect(processes[0]).toMatchObject({
    userIds: { real: 0, effective: 0 },
    ports: [18081, 18083],
    workerUserIds: [33],
    unit: "nginx.service",
    noNewPrivileges: false,
    seccomp: 0,
    ownNamespaces: undefined,
  });
  expect(processes[0]?.capabilities).toContain("CAP_SYS_ADMIN");
  expect(processes[0]?.capabilities).not.toContain("CAP_SYS_RESOURCE");
  expect(processes[1]?.ports).toEqual([]);
});

test("names the namespaces that differ from those of process 1", () => {
  const ofFirst =
    "l 0 /proc/1/ns/mnt -> mnt:[1]\nl 0 /proc/1/ns/pid -> pid:[4026531836]\nl 0 /proc/1/ns/net -> net:[4026531833]\n";
  const { processes } = hostProcesses(hostSections({ ...nginx, links: nginx.links + ofFirst }));
  expect(processes[0]?.ownNamespaces).toEqual(["mnt"]);
});

test("a socket that systemd keeps for a service is the service's, and systemd's while nobody serves", () => {
  const line = (inode: number, port: string) =>
    `  0: 00000000:${port} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 ${inode} 1\n`;
  const status = (id: number, name: string, parent: number) =>
    `Name:\t${name}\nPid:\t${id}\nPPid:\t${parent}\nUid:\t0\t0\t0\t0\nCapEff:\t0\nNoNewPrivs:\t0\nSeccomp:\t0\n`;
  const held = (id: number, ...inodes: number[]) =>
    `/proc/${id}/fd:\n${inodes.map((it) => `lrwx------ 1 root root 64 Nov 22 02:00 3 -> socket:[${it}]\n`).join("")}`;
  const host = hostSections({
    machine: "x86_64\n",
    "net-tcp": `  sl\n${line(71, "0947")}${line(72, "0016")}`,
    fds: held(1, 71, 72) + held(40, 71),
    statuses: status(1, "systemd", 0) + status(40, "dockerd", 1),
  });
  expect(hostListeners(host).sockets.map(({ process, port }) => [process, port])).toEqual([
    ["dockerd", 2375],
    ["systemd", 22],
  ]);
  expect(hostProcesses(host).processes.map(({ name, ports }) => [name, ports])).toEqual([
    ["dockerd", [2375]],
    ["systemd", [22]],
  ]);
});

test("sockets of IPv6 that may not be read are not taken for none", () => {
  const denied = { exitCode: 1, stderr: "cat: /proc/net/tcp6: Permission denied" };
  expect(() => hostListeners(hostSections({ ...nginx, "net-tcp6": denied }))).toThrow("Permission denied");
  const none = { exitCode: 1, stderr: "cat: /proc/net/tcp6: No such file or directory" };
  expect(hostListeners(hostSections({ ...nginx, "net-tcp6": none })).sockets).toHaveLength(4);
});

test("reads bound UDP sockets and addresses in both byte orders", () => {
  const udp =
    "  sl\n 10: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000   102        0 4711 2 0 0\n";
  expect(parseNet(udp, "udp")).toEqual([{ address: "127.0.0.1", port: 53, userId: 102, inode: 4711 }]);
  expect(parseNet(udp.replace("0100007F", "7F000001"), "udp", true)[0]?.address).toBe("127.0.0.1");
  expect(parseNet(udp.replace("0100007F", "0000000000000000FFFF00000100007F"), "udp")[0]?.address).toBe(
    "::ffff:127.0.0.1",
  );
});

test("tells loopback from any and from one other address", () => {
  const of = ["127.0.0.53", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::", "192.0.2.1", "fe80::1"].map(scopeOf);
  expect(of).toEqual(["loopback", "loopback", "loopback", "any", "any", "address", "address"]);
});

test("finds the innermost unit of a process in either version of cgroups", () => {
  const units = parseUnits(
    "/proc/7/cgroup:0::/user.slice/user-1000.slice/user@1000.service/app.slice/app.service\n/proc/8/cgroup:1:name=systemd:/system.slice/x.service\n/proc/9/cgroup:0::/\n",
  );
  expect([...units]).toEqual([
    [7, "app.service"],
    [8, "x.service"],
  ]);
});

test("no file whose name looks like a link passes for a socket or for another process", () => {
  const fds =
    "/proc/7/fd:\nlr-x------ 1 a a 64 Jan  1 00:00 3 -> /tmp/x -> socket:[4711]\nlrwx------ 1 a a 64 Jan  1 00:00 4 -> socket:[4712]\n";
  expect([...parseSocketHolders(fds)]).toEqual([[4712, [7]]]);
  const links =
    "lrwxrwxrwx 1 root root 0 Jan  1 00:00 /proc/1/exe -> /sbin/init\nlrwxrwxrwx 1 a a 0 Jan  1 00:00 /proc/7/exe -> /tmp/x /proc/1/exe -> /tmp/y\n";
  expect([...parseLinks(links)]).toEqual([
    ["/proc/1/exe", "/sbin/init"],
    ["/proc/7/exe", "/tmp/x /proc/1/exe -> /tmp/y"],
  ]);
});
