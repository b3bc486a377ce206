import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { dirname, join } from "node:path";
import { Client as Directory } from "ldapts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { MariadbClient } from "../../src/probes/mariadb/client.ts";
import { type Mariadb, mariadbClient, startMariadb } from "../bed/mariadb.ts";
import { type Postgresql, postgresqlPrograms, startPostgresql } from "../bed/postgresql.ts";
import { testbedHas } from "../bed/program.ts";
import { hasRabbitmq, type Rabbitmq, startRabbitmq } from "../bed/rabbitmq.ts";
import { startRedis } from "../bed/redis.ts";
import { runFolder } from "../bed/run-folder.ts";
import { type Slapd, startSlapd } from "../bed/slapd.ts";
import { type SshHostBed, sshKey, startSshHost } from "../bed/ssh-host.ts";
import { holdfast, type JsonReport } from "./holdfast.ts";

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("skipped: tests that look for a leaver on a host as root\n");
const programs = ["ssh", "sshd", "ssh-keygen", "unshare", "openssl", "mariadbd", "redis-server", "slapd"];
const there = isRoot && programs.map(testbedHas).every(Boolean) && postgresqlPrograms() !== undefined && hasRabbitmq();

const base = "dc=example,dc=com";
const password = "of-bob-himself";
const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);

interface Beds {
  readonly host: SshHostBed;
  readonly postgresql: Postgresql;
  readonly mariadb: Mariadb;
  readonly redis: Awaited<ReturnType<typeof startRedis>>;
  readonly rabbitmq: Rabbitmq;
  readonly slapd: Slapd;
}

describe.skipIf(!there)("somebody who left", () => {
  let beds: Beds;
  const bobsKey = there ? sshKey("bob") : "";
  const sessions: {
    ssh?: ChildProcess;
    postgresql?: pg.Client;
    mariadb?: MariadbClient;
    redis?: Socket;
    slapd?: Directory;
  } = {};

  beforeAll(async () => {
    const hash = execFileSync("openssl", ["passwd", "-6", password], { encoding: "utf8" }).trim();
    const bob = [
      "echo 'bob:x:64124:64124:Bob Example:/nonexistent:/bin/sh' >>/etc/passwd",
      `echo 'bob:${hash}:20000:0:99999:7:::' >>/etc/shadow`,
    ];
    const entries = `dn: uid=bob,${base}\nobjectClass: inetOrgPerson\nuid: bob\ncn: Bob\nsn: Example\nuserPassword: ${password}\n
dn: cn=holdfast,${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: holdfast\nuserPassword: of-holdfast\n`;
    const [host, postgresql, mariadb, redis, rabbitmq, slapd] = await Promise.all([
      startSshHost({ before: bob.join("\n"), alone: true }),
      startPostgresql({ hba: ["host all all 127.0.0.1/32 scram-sha-256"] }),
      startMariadb(),
      startRedis({
        users: [
          "user default off",
          "user holdfast on >of-holdfast ~* +@all",
          `user bob on >${password} ~shop:* +@read +ping`,
        ],
      }),
      startRabbitmq(),
      startSlapd({
        entries,
        database: [
          `olcRootDN: cn=admin,${base}`,
          "olcRootPW: of-the-admin",
          `olcAccess: to * by dn.exact="cn=holdfast,${base}" read by anonymous auth by * none`,
        ],
      }),
    ]);
    beds = { host, postgresql, mariadb, redis, rabbitmq, slapd };
    appendFileSync(join(dirname(host.knownHosts), "authorized_keys"), readFileSync(`${bobsKey}.pub`));
    postgresql.sql(
      `CREATE ROLE bob LOGIN PASSWORD '${password}'; CREATE ROLE holdfast LOGIN SUPERUSER PASSWORD 'of-holdfast'`,
    );
    await mariadb.run(`CREATE USER bob@'%' IDENTIFIED BY '${password}'`);
    await mariadb.run("CREATE USER holdfast@localhost IDENTIFIED BY 'of-holdfast'");
    await mariadb.run("GRANT ALL ON *.* TO holdfast@localhost");
    await mariadb.run("DELETE FROM mysql.global_priv WHERE User = ''");
    await mariadb.run("FLUSH PRIVILEGES");
    await rabbitmq.put("users/bob", { password, tags: "management" });
    const way = ["-p", `${host.port}`, "-i", bobsKey, "-o", `UserKnownHostsFile=${host.knownHosts}`];
    sessions.ssh = spawn("ssh", ["-F", "none", "-T", ...way, "bob@127.0.0.1", "echo in; cat"], { stdio: "pipe" });
    if (sessions.ssh.stdout !== null) await once(sessions.ssh.stdout, "data");
    sessions.postgresql = new pg.Client({
      host: "127.0.0.1",
      port: postgresql.port,
      user: "bob",
      password,
      database: "postgres",
    });
    // It is ended by its server later.
    sessions.postgresql.on("error", () => {});
    await sessions.postgresql.connect();
    sessions.mariadb = await mariadbClient(`127.0.0.1:${mariadb.port}`, "bob", password);
    sessions.redis = connect(redis.port, "127.0.0.1");
    sessions.redis.write(`AUTH bob ${password}\r\n`);
    await once(sessions.redis, "data");
    sessions.slapd = new Directory({ url: `ldap://127.0.0.1:${slapd.port}` });
    await sessions.slapd.bind(`uid=bob,${base}`, password);
  }, 120_000);
  afterAll(async () => {
    sessions.ssh?.kill();
    sessions.redis?.destroy();
    sessions.mariadb?.line.close();
    await sessions.postgresql?.end().catch(() => {});
    await sessions.slapd?.unbind().catch(() => {});
    await Promise.all(Object.values(beds ?? {}).map((it: { stop(): Promise<void> }) => it.stop()));
  });

  const records = runFolder("records");
  async function checked(record: string): Promise<JsonReport> {
    const { host, postgresql, mariadb, redis, rabbitmq, slapd } = beds;
    const [, fingerprint] =
      /(SHA256:\S+)/.exec(execFileSync("ssh-keygen", ["-lf", `${bobsKey}.pub`], { encoding: "utf8" })) ?? [];
    const database = (kind: string, port: number, more: object = {}) => ({
      ...{
        kind,
        address: `127.0.0.1:${port}`,
        user: "holdfast",
        password: "env:OF_HOLDFAST",
        tryDefaults: false,
        ...more,
      },
    });
    const estate = {
      estate: "it",
      environments: { production: { kind: "production" } },
      systems: {
        shop: {
          environment: "production",
          hosts: ["web1"],
          databases: ["postgresql", "mariadb", "redis", "rabbitmq", "directory"],
        },
      },
      hosts: {
        web1: {
          ...{ transport: "ssh", address: "127.0.0.1", user: "root", port: host.port },
          ...{ identity: host.identity, knownHosts: host.knownHosts },
        },
      },
      databases: {
        postgresql: database("postgresql", postgresql.port, { name: "postgres" }),
        mariadb: database("mariadb", mariadb.port),
        redis: database("redis", redis.port),
        rabbitmq: database("rabbitmq", rabbitmq.port, {
          ...{ management: rabbitmq.management, user: "guest", password: "env:OF_GUEST" },
        }),
        directory: database("ldap", slapd.port, { name: base, user: `cn=holdfast,${base}` }),
      },
      people: {
        ann: {},
        bob: { status: "left", left: day(12), accounts: ["bob"], keys: [fingerprint] },
      },
      roster: { reviewed: day(0) },
    };
    const file = join(runFolder("leaver"), "estate.json");
    writeFileSync(file, JSON.stringify(estate));
    const env = { OF_HOLDFAST: "of-holdfast", OF_GUEST: "guest" };
    const args = ["--only", "ADM-6", "--json", "--quiet", "--record", join(records, record)];
    const { stdout, stderr } = await holdfast(["check", file, ...args], { env });
    if (!stdout.startsWith("{")) throw new Error(stderr);
    expect(stdout).not.toContain(password);
    return JSON.parse(stdout) as JsonReport;
  }
  const told = (report: JsonReport, subject: string) =>
    report.findings.filter((it) => it.subject === subject).map((it) => it.problem);
  const left = `left 12 days ago, on ${day(12)}`;

  it("is found on unix, PostgreSQL, MariaDB, Redis, RabbitMQ and LDAP at once, with live sessions and the time since", async () => {
    const report = await checked("before.json");
    expect(told(report, "host:web1")).toEqual(
      expect.arrayContaining([
        `bob ${left}, and SSH without a terminal of bob is there now`,
        expect.stringMatching(new RegExp(`^a key of bob, who ${left}, still opens root \\(.*/authorized_keys:2\\)$`)),
        `bob, which is bob's by account, can still be entered with a password, 2 SSH keys; bob ${left}`,
      ]),
    );
    const session = (account: string, on = "") =>
      `bob ${left}, and a session from 127.0.0.1${on} of ${account} is there now`;
    const account = (name: string) =>
      `${name}, which is bob's by account, can still be entered with a password; bob ${left}`;
    expect(told(report, "database:postgresql")).toEqual([session("bob", " on postgres"), account("bob")]);
    expect(told(report, "database:mariadb")).toEqual([
      expect.stringMatching(/^bob left .*, and a session from (localhost|127.0.0.1) of bob@% is there now$/),
      account("bob@%"),
    ]);
    expect(told(report, "database:redis")).toEqual([session("bob", " on 0"), account("bob")]);
    expect(told(report, "database:rabbitmq")).toEqual([account("bob")]);
    const entry = `uid=bob,${base}`;
    expect(told(report, "database:directory")).toEqual([session(entry), account(entry)]);
  });

  it("is found nowhere once everything was revoked", async () => {
    const { host, postgresql, mariadb, redis, rabbitmq, slapd } = beds;
    const keys = join(dirname(host.knownHosts), "authorized_keys");
    writeFileSync(keys, readFileSync(keys, "utf8").split("\n").slice(0, 1).join("\n"));
    sessions.ssh?.kill();
    if (sessions.ssh !== undefined && sessions.ssh.exitCode === null) await once(sessions.ssh, "exit");
    const way = ["-p", `${host.port}`, "-i", host.identity, "-o", `UserKnownHostsFile=${host.knownHosts}`];
    const remove = ["passwd", "shadow"].map(
      (it) => `text=$(sed /^bob:/d /etc/${it}) && printf '%s\n' "$text" >/etc/${it}`,
    );
    execFileSync("ssh", ["-F", "none", ...way, "root@127.0.0.1", remove.join(" && ")]);
    postgresql.sql(
      "ALTER ROLE bob NOLOGIN; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'bob'",
    );
    sessions.mariadb?.line.close();
    await mariadb.run("DROP USER bob@'%'");
    const administrator = connect(redis.port, "127.0.0.1");
    administrator.write("AUTH holdfast of-holdfast\r\nACL DELUSER bob\r\nQUIT\r\n");
    await once(administrator.resume(), "close");
    await rabbitmq.remove("users/bob");
    await sessions.slapd?.unbind();
    const admin = new Directory({ url: `ldap://127.0.0.1:${slapd.port}` });
    await admin.bind(`cn=admin,${base}`, "of-the-admin");
    await admin.del(`uid=bob,${base}`);
    await admin.unbind();
    const report = await checked("after.json");
    expect(report.findings.filter((it) => it.problem.includes("bob")).map((it) => it.problem)).toEqual([]);
  });

  it("is told to be revoked between the two looks, where the second one was whole", async () => {
    const files = ["after.json", "before.json"].map((it) => join(records, it));
    const [after = "", before = ""] = files.map((it) => JSON.parse(readFileSync(it, "utf8")).assessedAt as string);
    const { stdout, stderr } = await holdfast(["revocations", ...files, "--json"]);
    if (!stdout.startsWith("[")) throw new Error(stderr);
    const all = JSON.parse(stdout) as readonly { id: string; lastSeen: string; goneBy?: string }[];
    expect(all.length).toBeGreaterThan(8);
    expect(all.every((it) => it.lastSeen === before)).toBe(true);
    for (const database of ["postgresql", "mariadb", "redis"])
      expect(all.find((it) => it.id.startsWith(`database-access-revoked#database:${database}#account`))?.goneBy).toBe(
        after,
      );
  });
});
