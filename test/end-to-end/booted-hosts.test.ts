import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { badlyRunHost, plantedSecrets } from "../bed/badly-run-host.ts";
import { type BootedHost, joinHosts, testbedBootsHosts } from "../bed/booted-host.ts";
import { archiveFile, logArchiveHost } from "../bed/log-archive-host.ts";
import { sshKey } from "../bed/ssh-host.ts";
import { neededUnits, wellRunHost } from "../bed/well-run-host.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";
import { plantedViolations } from "./planted-violations.ts";

const publicKey = (purpose: string) => readFileSync(`${sshKey(purpose)}.pub`, "utf8").trim();
const fingerprint = (key: string) =>
  `SHA256:${createHash("sha256")
    .update(Buffer.from(key.split(" ")[1] ?? "", "base64"))
    .digest("base64")
    .replace(/=+$/, "")}`;
const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Controls of the well-run host whose answer takes more than a login there gives. */
const unverified = [
  ...[
    "access-control-enforced",
    "admin-listeners-limited",
    "banners-without-version",
    "configured-handlers-needed",
    "no-malware-on-host",
  ],
  ...["no-other-plaintext", "plaintext-secrets-open-nothing", "running-current-kernel"],
];

interface Report extends Omit<JsonReport, "findings" | "unknowns"> {
  readonly unknowns: readonly { control: string | null; subject: string; reason: string; wouldVerify: string }[];
  readonly findings: readonly {
    readonly control: string;
    readonly requirement: string;
    readonly subject: string;
    readonly problem: string;
    readonly exception: object | null;
    readonly remedy: readonly { readonly product: string; readonly text: string }[];
  }[];
}

describe.skipIf(!testbedBootsHosts())("check of whole hosts over SSH", () => {
  const people = { alice: publicKey("alice"), bob: publicKey("bob"), mallory: publicKey("mallory") };
  let hosts: readonly BootedHost[] = [];
  let estateFile = "";
  let report: Report;
  let printed = "";

  beforeAll(async () => {
    const logs = await logArchiveHost();
    const [good, bad] = await Promise.all([wellRunHost(people, logs.authority), badlyRunHost(people)]);
    hosts = [good, bad, logs];
    await joinHosts(good, logs);
    const way = ({ address, identity, knownHosts }: BootedHost) => ({
      ...{ transport: "ssh", address, identity, knownHosts, admins: ["alice", "bob"] },
    });
    const ssh = (from: string) => ({
      ...{ port: 22, process: "sshd", purpose: "administration", clients: [from], admin: true },
    });
    const estate = {
      estate: "example",
      environments: { production: { kind: "production" } },
      people: {
        alice: { fullName: "Alice Example", status: "active", accounts: ["alice"], keys: [fingerprint(people.alice)] },
        bob: { fullName: "Bob Example", status: "active", accounts: ["bob"], keys: [fingerprint(people.bob)] },
        mallory: {
          ...{ fullName: "Mallory Example", status: "left", left: "2026-06-30" },
          ...{ accounts: ["mallory"], keys: [fingerprint(people.mallory)] },
        },
      },
      roster: { reviewed: day(0) },
      serviceAccounts: { holdfast: { owner: "alice", purpose: "the checks of Holdfast", on: ["host:web1"] } },
      accessApprovals: (["alice", "bob"] as const).map((person) => ({
        ...{
          person,
          to: ["host:web1"],
          because: "runs the shop's hosts",
          approvedBy: person === "bob" ? "alice" : "bob",
        },
        until: day(90),
      })),
      systems: { shop: { environment: "production", hosts: ["web1", "web2", "logs1"] } },
      hosts: {
        web1: {
          ...{ ...way(good), user: "holdfast", sudo: true, units: neededUnits, unitsDecided: true },
          logArchive: { host: "logs1", file: archiveFile },
          listeners: [ssh(good.from), { port: 443, process: "nginx", purpose: "the shop", clients: "anyone" }],
        },
        logs1: { ...way(logs), user: "reader" },
        web2: {
          ...{ ...way(bad), user: "root" },
          listeners: [
            ssh(bad.from),
            { port: 80, process: "nginx", purpose: "the shop", clients: "anyone" },
            { port: 6379, process: "redis-server", purpose: "the shop's cache", clients: "local" },
          ],
        },
      },
    };
    estateFile = written("estate.json", JSON.stringify(estate));
    const ran = await holdfast(["check", estateFile, "--json", "--quiet"]);
    printed = ran.stdout + ran.stderr;
    report = JSON.parse(ran.stdout) as Report;
  });
  afterAll(async () => {
    await Promise.all(hosts.map((it) => it.stop()));
  });

  const about = (name: string) => report.findings.filter(({ subject }) => subject === `host:${name}`);

  test("says nothing wrong about the one that is run well, and looks at it all the same", () => {
    expect(about("web1").map(({ control, problem }) => `${control}: ${problem}`)).toEqual([]);
    const troubles = report.observations.filter(
      ({ subject, probe, trouble }) => subject === "host:web1" && probe === "host" && trouble !== undefined,
    );
    expect(troubles).toEqual([]);
  });

  test("of the one that is run well can't tell these, and says what would", () => {
    const open = report.unknowns.filter(({ subject, control }) => subject === "host:web1" && control !== null);
    expect(open.filter(({ wouldVerify }) => wouldVerify.length < 10)).toEqual([]);
    expect([...new Set(open.map(({ control }) => control))].toSorted()).toEqual([...unverified].toSorted());
  });

  test.each(plantedViolations)("finds $what ($requirement)", ({ requirement, control, says }) => {
    const found = about("web2").find((it) => it.control === control && says.test(it.problem));
    expect(found).toBeDefined();
    expect(found?.requirement).toBe(requirement);
    expect(found?.remedy.map(({ text }) => text).join("")).toMatch(/.{10}/);
  });

  test("finds of the badly run host at least thirty, over most of the requirements of hosts", () => {
    expect(plantedViolations.length).toBeGreaterThanOrEqual(30);
    expect(new Set(plantedViolations.map(({ requirement }) => requirement)).size).toBeGreaterThanOrEqual(8);
  });

  test("tells when records don't arrive any more, and that one was taken out of the archive", async () => {
    const [good, , logs] = hosts as [BootedHost, BootedHost, BootedHost];
    const without = "awk '!/Accepted publickey/ || seen++' /var/log/remote/web1.log >/root/kept";
    await logs.inside(`${without} && cat /root/kept >/var/log/remote/web1.log`);
    await good.inside("systemctl stop syslog.socket rsyslog.service");
    const { stdout } = await holdfast(["check", estateFile, "--only", "ADM-5", "--json", "--quiet"]);
    const found = (JSON.parse(stdout) as Report).findings.filter(({ subject }) => subject === "host:web1");
    const said = found.map(({ control, problem }) => `${control}: ${problem}`).join("\n");
    expect(said).toMatch(/logins-shipped: rsyslog would send .* does not run/);
    expect(said).toMatch(/logins-arrive: the login by which Holdfast came .* did not arrive/);
    expect(said).toMatch(/logins-arrive: \d+ of \d+ records of logins on the host are not in/);
    expect(said).toMatch(/commands-arrive: \d+ of \d+ records/);
  });

  test("prints none of the secrets that lie about", () => {
    for (const secret of Object.values(plantedSecrets)) expect(printed).not.toContain(secret);
  });
});
