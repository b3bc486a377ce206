import { expect, test } from "vitest";
import { hostFixture, hostSections } from "../../../test/bed/host-fixture.ts";
import { hostFiles } from "./files.ts";
import { hostSysctl } from "./kernel.ts";
import { parseMounts } from "./mounts.ts";
import { hostReboot, newestKernel, parseDeleted } from "./reboot.ts";
import { hostUnits } from "./units.ts";

test("kernel parameters have dotted names, and those that may not be read are told of", () => {
  const { values, denied } = hostSysctl(hostSections({ sysctl: hostFixture("sysctl-linux-6.18") }));
  expect(values).toMatchObject({
    "kernel.randomize_va_space": "2",
    "net.ipv4.conf.all.rp_filter": expect.any(String),
    "kernel.core_pattern": "core",
  });
  expect(denied).toBeUndefined();
  const stderr = "/proc/sys/net/core/bpf_jit_harden: Permission denied";
  expect(hostSysctl(hostSections({ sysctl: { stderr } })).denied).toEqual(["net.core.bpf_jit_harden"]);
});

test("an interface's own parameters are told, whatever characters are in its name", () => {
  const lines = ["eth0.100/rp_filter:1", "veth-a@b/rp_filter:0", "eth0:1/rp_filter:2"];
  const { values } = hostSysctl(
    hostSections({ sysctl: lines.map((it) => `/proc/sys/net/ipv4/conf/${it}`).join("\n") }),
  );
  expect(values).toEqual({
    "net.ipv4.conf.eth0.100.rp_filter": "1",
    "net.ipv4.conf.veth-a@b.rp_filter": "0",
    "net.ipv4.conf.eth0:1.rp_filter": "2",
  });
});

test("mounts with blanks in their names are read as they are", () => {
  expect(parseMounts("tmpfs /tmp tmpfs rw,nosuid,nodev 0 0\n//s/a\\040b /mnt/a\\040b cifs rw 0 0\nnonsense\n")).toEqual(
    [
      { target: "/tmp", source: "tmpfs", type: "tmpfs", options: ["rw", "nosuid", "nodev"] },
      { target: "/mnt/a b", source: "//s/a b", type: "cifs", options: ["rw"] },
    ],
  );
});

test("modes have four digits; absent and denied files are told apart", () => {
  const modes =
    "mode\t640\troot\tshadow\t/etc/shadow\nabsent\t/etc/gshadow\ndenied\t/root/.ssh\nmode\t1777\troot\troot\t/tmp\nremote\t/home/far\n";
  const { files } = hostFiles(hostSections({ modes }));
  expect(files).toMatchObject([
    { path: "/etc/shadow", mode: "0640", owner: "root", group: "shadow" },
    { path: "/etc/gshadow" },
    { path: "/root/.ssh", trouble: { kind: "denied" } },
    { path: "/tmp", mode: "1777" },
    { path: "/home/far", trouble: { kind: "unsupported", message: expect.stringContaining("remote") } },
  ]);
  expect(files[1]).not.toHaveProperty("trouble");
});

test("a sticky folder isn't world-writable without protection, and a set-gid folder is no set-gid program", () => {
  const risky =
    "4755\tregular file\t0\t0\t/usr/bin/su\n1777\tdirectory\t0\t0\t/var/tmp\n777\tdirectory\t0\t0\t/opt/open\n2775\tdirectory\t0\t50\t/usr/local\n666\tregular empty file\t0\t0\t/etc/x y\n";
  const facts = hostFiles(
    hostSections({
      "risky-modes": { bytes: Buffer.from(risky), stderr: "find: '/var/lib/private': Permission denied" },
    }),
  );
  expect(facts).toMatchObject({
    worldWritable: ["/opt/open", "/etc/x y"],
    setId: ["/usr/bin/su"],
    unsearched: ["/var/lib/private"],
  });
  expect(hostFiles(hostSections({ "risky-modes": { stderr: "find: timed out" } })).unsearched).toEqual(["/"]);
  const many = "666\tregular file\t0\t0\t/var/x\n".repeat(4000);
  expect(hostFiles(hostSections({ "risky-modes": many })).unsearched).toEqual(["/"]);
});

test("units are enabled or active each by itself, with what confines them", () => {
  const { units } = hostUnits(
    hostSections({
      "unit-files": hostFixture("systemctl-list-unit-files-252"),
      "unit-states": hostFixture("systemctl-list-units-documented-format"),
      "unit-sandbox": hostFixture("systemctl-show-documented-format"),
    }),
  );
  const byName = new Map(units.map((unit) => [unit.name, unit]));
  expect(byName.get("apache2.service")).toEqual({ name: "apache2.service", enabled: true, active: false, sandbox: {} });
  expect(byName.get("nginx.service")).toMatchObject({
    enabled: false,
    active: true,
    sandbox: { NoNewPrivileges: "no", User: "" },
  });
  expect(byName.get("dbus-org.freedesktop.login1.service")?.enabled).toBe(false);
  expect(() => hostUnits(hostSections({ "unit-files": { exitCode: 127 } }))).toThrow("systemd is not running here");
});

const first = "Name:\tsystemd\nPid:\t1\nPPid:\t0\nUid:\t0\t0\t0\t0\nCapEff:\t0\nNoNewPrivs:\t0\nSeccomp:\t0\n";

test("kernels are compared by their numbers, and not at all inside a container", () => {
  expect(newestKernel(["6.1.0-9-amd64", "6.1.0-35-amd64", "5.10.0-40-amd64"])).toBe("6.1.0-35-amd64");
  const host = {
    "kernel-release": "6.1.0-9-amd64\n",
    kernels: "6.1.0-9-amd64\n6.1.0-35-amd64\n",
    reboot: "required\npackage linux-image-amd64\n",
    statuses: first,
    "packages-dpkg": "installed\tbash\t5.2\tbash\ninstalled\tunattended-upgrades\t2.9\tunattended-upgrades\n",
  };
  expect(hostReboot(hostSections(host))).toEqual({
    required: true,
    markedBy: "unattended-upgrades",
    packages: ["linux-image-amd64"],
    runningKernel: "6.1.0-9-amd64",
    newestKernel: "6.1.0-35-amd64",
    staleProcesses: [],
  });
  expect(hostReboot(hostSections({ ...host, container: "/.dockerenv\n" })).newestKernel).toBeUndefined();
});

test("libraries deleted under a running process are found; where none was found but not all was seen it is untold", () => {
  const map =
    "/proc/7/maps:7f0000000000-7f0000001000 r-xp 00001000 fe:00 1234                       /usr/lib/x86_64-linux-gnu/libssl.so.3 (deleted)\n";
  expect(parseDeleted(map + map)).toEqual([{ processId: 7, library: "/usr/lib/x86_64-linux-gnu/libssl.so.3" }]);
  const stderr = "grep: /proc/1/maps: Permission denied";
  expect(hostReboot(hostSections({ deleted: { stderr } })).staleProcesses).toBeUndefined();
  expect(hostReboot(hostSections({ deleted: { stderr, bytes: Buffer.from(map) } })).staleProcesses).toHaveLength(1);
  expect(hostReboot(hostSections({ statuses: first })).staleProcesses).toEqual([]);
});

test("where even the first process is hidden, that none of the others was found tells nothing", () => {
  const own = first.replace("Pid:\t1", "Pid:\t77");
  expect(hostReboot(hostSections({ statuses: own })).staleProcesses).toBeUndefined();
});
