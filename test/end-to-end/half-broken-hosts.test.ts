import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BootedHost, bootHost, testbedBootsHosts } from "../bed/booted-host.ts";
import { holdfast, written } from "./holdfast.ts";

interface Report {
  readonly requirements: readonly { readonly id: string; readonly system: string; readonly status: string }[];
  readonly unknowns: readonly {
    readonly control: string | null;
    readonly subject: string;
    readonly reason: string;
    readonly wouldVerify: string;
  }[];
  readonly observations: readonly {
    readonly fact: string;
    readonly probe: string;
    readonly subject: string;
    readonly trouble?: { readonly kind: string; readonly message: string };
  }[];
}

const enter = `install -d -m 700 /root/.ssh
echo "$KEY" >/root/.ssh/authorized_keys
useradd --create-home plain
install -d -m 700 -o plain -g plain /home/plain/.ssh
install -m 600 -o plain -g plain /root/.ssh/authorized_keys /home/plain/.ssh/authorized_keys`;
/** What programs it takes to tell the most; without them less is told, and nothing wrong. */
const gone = ["ss", "ps", "dpkg-query", "gpgv", "timeout", "stat", "nice", "sha256sum", "systemctl"];
const broken = `for program in ${gone.join(" ")}; do mount --bind /dev/null "$(command -v $program)"; done
dd if=/dev/zero of=/var/fill bs=1M 2>/dev/null || :
mount -o remount,size=1m /tmp
dd if=/dev/zero of=/tmp/fill bs=64k 2>/dev/null || :
for folder in etc usr var root home opt srv; do mount --rbind /$folder /$folder && mount -o bind,remount,ro /$folder; done`;
/** Everything that is a file on its disks, with when it was written. */
const files =
  "find / /etc /usr /var /root /home -xdev -type f -printf '%p %T@ %s\\n' | grep -vE '^/var/log/' | sort; find /tmp /var/tmp /dev/shm -type f";

describe.skipIf(!testbedBootsHosts())("check of hosts that are not as they should be", () => {
  let whole: BootedHost;
  let half: BootedHost;
  let report: Report;
  const [before, after]: string[][] = [[], []];

  beforeAll(async () => {
    [whole, half] = await Promise.all([
      bootHost({ name: "whole", before: enter }),
      bootHost({ name: "half", before: enter, after: broken, diskMegabytes: 40 }),
    ]);
    const way = ({ address, identity, knownHosts }: BootedHost, user: string) => ({
      ...{ transport: "ssh", address, identity, knownHosts, user, sudo: true },
    });
    const estate = {
      estate: "example",
      environments: { production: { kind: "production" } },
      systems: Object.fromEntries(
        ["whole", "plain", "half"].map((name) => [name, { environment: "production", hosts: [name] }]),
      ),
      hosts: { whole: way(whole, "root"), plain: way(whole, "plain"), half: way(half, "root") },
    };
    for (const host of [whole, half]) before?.push(await host.inside(files));
    const { stdout } = await holdfast(["check", written("estate.json", JSON.stringify(estate)), "--json", "--quiet"]);
    for (const host of [whole, half]) after?.push(await host.inside(files));
    report = JSON.parse(stdout) as Report;
  });
  afterAll(async () => {
    await Promise.all([whole, half].map((it) => it?.stop()));
  });

  const verified = (system: string) =>
    report.requirements.filter((it) => it.system === system && it.status === "verified").map(({ id }) => id);
  const unknown = (name: string) => report.unknowns.filter(({ subject }) => subject === `host:${name}`);
  const troubles = (name: string) =>
    report.observations.filter(
      ({ subject, probe, trouble }) => subject === `host:${name}` && probe === "host" && trouble !== undefined,
    );

  test.each(["plain", "half"])("verifies nothing of the host %s that the whole one is not verified of", (name) => {
    expect(verified(name).filter((id) => !verified("whole").includes(id))).toEqual([]);
  });

  test("says without root and without sudo what takes root, and what would let it see", () => {
    const open = new Set(unknown("plain").map(({ control }) => control));
    for (const control of ["no-empty-passwords", "password-hashes-strong", "ssh-two-factors", "no-root-listeners"])
      expect(open).toContain(control);
    expect(unknown("plain").every(({ wouldVerify }) => wouldVerify.length > 3)).toBe(true);
    expect(unknown("plain").some(({ wouldVerify }) => /root/.test(wouldVerify))).toBe(true);
  });

  test("says of a host without the usual programs, with full and read-only disks, which facts are missing", () => {
    expect(troubles("half").map(({ fact }) => fact)).toEqual(expect.arrayContaining(["host-updates", "host-units"]));
    expect(troubles("half").every(({ trouble }) => (trouble?.message.length ?? 0) > 10)).toBe(true);
    // What needs none of these is told all the same.
    for (const fact of ["host-os", "host-accounts", "host-sysctl", "host-mounts"])
      expect(troubles("half").map((it) => it.fact)).not.toContain(fact);
    expect(troubles("whole")).toEqual(troubles("whole").filter(({ fact }) => fact === "host-log-arrival"));
  });

  test("leaves no file on any of them, and changes none", () => {
    expect(after).toEqual(before);
  });
});
