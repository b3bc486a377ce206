import { spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, describe, expect, it, test } from "vitest";
import { hostSections } from "../../../test/bed/host-fixture.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { type SshHostBed, startSshHost } from "../../../test/bed/ssh-host.ts";
import { hostSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { FactKind, FactsOf } from "../fact-kinds.ts";
import { hostAddresses } from "./addresses.ts";
import probe from "./probe.ts";
import { hostSessions, parseLoggedIn, parseSeats } from "./sessions.ts";

const status = (pid: number, name: string, user: number) =>
  `Name:\t${name}\nPid:\t${pid}\nPPid:\t1\nUid:\t${user}\t${user}\t${user}\t${user}\nCapEff:\t0\nNoNewPrivs:\t0\nSeccomp:\t0\n`;
const passwd =
  "root\t0\t0\t/root\t/bin/bash\tshadow\t-\nann\t1001\t1001\t/home/ann\t/bin/bash\tshadow\t-\nbob\t1002\t1002\t/home/bob\t/bin/bash\tshadow\t-\n";
const first = status(1, "systemd", 0);

describe("who is logged in", () => {
  it("is told by utmp, logind and the titles of sshd's processes, each login once", () => {
    const { sessions, unseen } = hostSessions(
      hostSections({
        passwd,
        "logged-in": "ann      pts/0        2026-11-28 06:20 (198.51.100.7)\nroot     tty1         2026-11-28 05:00\n",
        seats:
          "Id=3\nName=ann\nTTY=pts/0\nRemoteHost=198.51.100.7\nService=sshd\nState=active\nClass=user\n\nId=4\nName=bob\nTTY=\nRemoteHost=\nService=cron\nState=active\nClass=background\n\nId=5\nName=bob\nTTY=\nService=sshd\nState=closing\nClass=user\n",
        statuses: first + status(10, "sshd", 1001) + status(11, "sshd", 0) + status(12, "bash", 1002),
        cmdline:
          "/proc/10/cmdline:sshd: ann@pts/0\0\0\n/proc/11/cmdline:sshd: root@notty\0\n/proc/12/cmdline:sshd: root@pts/9\0\n",
      }),
    );
    expect(sessions).toEqual([
      { account: "ann", from: "198.51.100.7", since: "2026-11-28T06:20:00Z", what: "terminal pts/0" },
      { account: "root", since: "2026-11-28T05:00:00Z", what: "terminal tty1" },
      { account: "bob", what: "session 4 of cron" },
      { account: "root", what: "SSH without a terminal" },
    ]);
    expect(unseen).toEqual([]);
  });

  it("counts a title only on sshd's process of that account", () => {
    const { sessions } = hostSessions(
      hostSections({
        passwd,
        statuses: first + status(12, "sshd", 1002),
        cmdline: "/proc/12/cmdline:sshd: ann@pts/9\0\n",
      }),
    );
    expect(sessions).toEqual([{ account: "bob", what: "process sshd" }]);
  });

  it("names what an account left running without a login", () => {
    const { sessions } = hostSessions(
      hostSections({ passwd, statuses: first + status(20, "tmux: server", 1002) + status(21, "tmux: server", 1002) }),
    );
    expect(sessions).toEqual([{ account: "bob", what: "process tmux: server" }]);
  });

  it("is not known whole where processes are hidden, or nothing tells logins at the machine", () => {
    const from = hostSections({ passwd, "logged-in": { exitCode: 127 }, seats: { exitCode: 127 } });
    expect(hostSessions(from).unseen.map((it) => it.reason)).toEqual([
      "who: its program isn't installed",
      "the processes of others are hidden",
    ]);
  });
});

test("lines that are none are left out", () => {
  expect(parseLoggedIn("noise\nann\n")).toEqual([]);
  expect(parseLoggedIn("ann      pts/0        Nov 28 06:20 (198.51.100.7)\n")).toEqual([
    { account: "ann", from: "198.51.100.7", what: "terminal pts/0" },
  ]);
  expect(parseSeats("noise\n\n\n=")).toEqual([]);
});

test("addresses are told without loopback, as people write them", () => {
  const addresses =
    "127.0.0.1\n192.0.2.4\n192.0.2.4\n20010db8000000000000000000000001\n00000000000000000000000000000001\nnoise\n";
  expect(hostAddresses(hostSections({ addresses }))).toEqual({ addresses: ["192.0.2.4", "2001:db8::1"] });
});

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that look for sessions as root\n");
const there = isRoot && ["ssh", "sshd", "ssh-keygen", "unshare"].map(testbedHas).every(Boolean);

describe.skipIf(!there)("a real session over sshd", () => {
  const beds: SshHostBed[] = [];
  afterAll(() => Promise.all(beds.map((it) => it.stop())));

  async function factsOf<K extends FactKind>(kind: K): Promise<FactsOf<K>> {
    const declared = hostSchema.parse({});
    const subject = { id: "host:here", kind: "host", name: "here", systems: [], declared } as const;
    const all = await probe.observe(subject, { ...probeContext(), transport: localTransport() });
    const told = all.find(({ fact }) => fact === kind);
    if (told === undefined || "trouble" in told) throw new Error(`${kind}: ${JSON.stringify(told)}`);
    return told.facts as FactsOf<K>;
  }

  it("is seen while it lasts", async () => {
    const bed = await startSshHost();
    beds.push(bed);
    const way = ["-i", bed.identity, "-p", `${bed.port}`, "-o", `UserKnownHostsFile=${bed.knownHosts}`];
    const session = spawn("ssh", ["-F", "none", "-T", ...way, "root@127.0.0.1", "echo in; cat"], { stdio: "pipe" });
    await once(session.stdout, "data");
    const during = await factsOf("host-sessions");
    expect(during.sessions).toContainEqual({ account: "root", what: "SSH without a terminal" });
    session.stdin.end();
    await once(session, "exit");
  });
});
