import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostAccessControl, hostModules } from "./confinement.ts";
import { hostRuntimes } from "./runtimes.ts";
import { collectScript } from "./script.ts";
import { hostServiceCode } from "./service-code.ts";

/** What functions of the script tell, run on this machine. */
function tells(...functions: readonly string[]): Readonly<Record<string, string>> {
  const script = collectScript({});
  const definitions = `${script.slice(0, script.lastIndexOf("main "))}list_quoted=-l\nset -f\n`;
  const run = (name: string) =>
    execFileSync("/bin/sh", ["-s"], { input: `${definitions}\n${name}\n`, encoding: "utf8" });
  return Object.fromEntries(functions.map((name) => [name.replaceAll("_", "-"), run(name)]));
}

test("modules are loaded, there, or refused; without a list nobody knows what is there", () => {
  const told = "list\t/lib/modules/6.1/modules.dep\nthere\tsctp\nthere\trds\nrefused\trds\nloaded\ttipc\n";
  const { loading, modules } = hostModules(hostSections({ "kernel-modules": told }));
  expect(loading).toBe("open");
  expect(modules.filter(({ there, loaded }) => there === true || loaded)).toEqual([
    { name: "sctp", loaded: false, there: true, refused: false },
    { name: "rds", loaded: false, there: true, refused: true },
    { name: "tipc", loaded: true, there: false, refused: false },
  ]);
  expect(hostModules(hostSections({ "kernel-modules": "closed\n" }))).toMatchObject({
    loading: "closed",
    modules: expect.arrayContaining([{ name: "sctp", loaded: false, there: undefined, refused: false }]),
  });
});

test("access control is told by what the kernel says, and as hidden where it says nothing", () => {
  const apparmor =
    "modules\tlockdown,capability,apparmor\napparmor\tY\n     12 profile\t(enforce)\n      3 profile\t(complain)\nmounted\n";
  expect(hostAccessControl(hostSections({ "access-control": apparmor }))).toEqual({
    visible: true,
    active: ["lockdown", "capability", "apparmor"],
    profiles: { enforce: 12, other: 3 },
    enforcing: undefined,
  });
  expect(hostAccessControl(hostSections({ "access-control": "selinux\t0\n" }))).toMatchObject({
    visible: true,
    enforcing: false,
  });
  expect(hostAccessControl(hostSections({}))).toMatchObject({ visible: false, active: undefined });
});

test("runtimes from elsewhere are told with the end of their support, wherever they lie if they run", () => {
  const facts = hostRuntimes(
    hostSections({
      whoami: "0\n",
      "own-runtimes": "runtime\t18.20.4\t/opt/node-v18.20.4/bin/node\nruntime\t\t/usr/local/bin/php\n",
      statuses:
        "Name:\tpython3\nPid:\t9\nPPid:\t1\nUid:\t1001\t1001\t1001\t1001\nCapEff:\t0\nNoNewPrivs:\t0\nSeccomp:\t0\n",
      links: "lrwxrwxrwx 1 a a 0 Nov 28 07:00 /proc/9/exe -> /srv/app/python-3.8.2/bin/python3.8\n",
    }),
  );
  expect(facts.complete).toBe(true);
  expect(facts.runtimes.map(({ product, version, endOfLife }) => [product, version, endOfLife])).toEqual([
    ["node", "18.20.4", "2025-04-30"],
    ["php", undefined, undefined],
    ["python", "3.8.2", "2024-10-07"],
  ]);
});

describe.skipIf(process.getuid?.() !== 0 || !testbedHas("setpriv"))("a service that runs", () => {
  /** A service of nobody's that runs from a folder, whose owner and mode are given. */
  async function codeOf(owner: number, mode: number) {
    const folder = runFolder("service");
    const own = join(folder, "app");
    mkdirSync(own);
    copyFileSync(requireProgram("sleep") ?? "", join(own, "serve"));
    writeFileSync(join(own, "data"), "");
    chmodSync(join(own, "serve"), 0o755);
    chownSync(own, owner, owner);
    chmodSync(own, mode);
    const service = spawn(
      requireProgram("setpriv") ?? "",
      ["--reuid=65534", "--regid=65534", "--clear-groups", join(own, "serve"), "1000"],
      { stdio: "ignore" },
    );
    try {
      for (let tries = 0; tries < 200; tries++) {
        const told = tells("service_code", "statuses", "links", "cgroups");
        const facts = hostServiceCode(hostSections(told));
        if (told["service-code"]?.includes(`runs\t${service.pid}\t${own}/serve`))
          return facts.writable
            .filter(({ processId }) => processId === service.pid)
            .map(({ path, mode: shown }) => [path.replace(folder, ""), shown]);
      }
      throw new Error("the service did not start");
    } finally {
      service.kill("SIGKILL");
    }
  }

  test("may change its code if the folder is its own, or everybody's, and else not", async () => {
    expect(await codeOf(65534, 0o755)).toEqual([["/app", "0755"]]);
    expect(await codeOf(0, 0o777)).toEqual([["/app", "0777"]]);
    expect(await codeOf(0, 0o1777)).toEqual([]);
    expect(await codeOf(0, 0o755)).toEqual([]);
  });
});
