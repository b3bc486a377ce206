import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { postgresqlPrograms, startPostgresql } from "../bed/postgresql.ts";
import { testbedHas } from "../bed/program.ts";
import { startRedis } from "../bed/redis.ts";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const hasAll = testbedHas("redis-server") && postgresqlPrograms() !== undefined;

describe.skipIf(!hasAll)("a secret in a file beside the backends it opens", () => {
  it("is told with each account that it is the password of, and never shown", async () => {
    const users = ["user default off", "user app on >open-sesame-1 ~* +@all", "user other on >never-found ~* +@read"];
    const cache = await startRedis({ users });
    const orders = await startPostgresql();
    onTestFinished(async () => void (await Promise.all([cache.stop(), orders.stop()])));
    orders.sql(
      "CREATE ROLE shop LOGIN PASSWORD 'open-sesame-2'; CREATE ROLE auditor SUPERUSER LOGIN; CREATE ROLE audit LOGIN PASSWORD 'never-found'",
    );
    const folder = runFolder("secrets");
    writeFileSync(
      join(folder, ".env"),
      "CACHE_PASSWORD=open-sesame-1\nDATABASE_URL=postgres://shop:open-sesame-2@db/x\n",
    );
    const crypt = (salt: string) => execFileSync("perl", ["-e", "print crypt('open-sesame-1', $ARGV[0])", salt]);
    writeFileSync(join(folder, ".htpasswd"), `ann:${crypt("$2y$05$abcdefghijklmnopqrstuu")}\n`);
    const estate = `estate: it
environments: { production: { kind: production } }
systems: { shop: { environment: production, hosts: [here], databases: [cache, orders] } }
hosts: { here: { secretFolders: [${folder}] } }
databases:
  cache: { kind: redis, address: "127.0.0.1:${cache.port}", user: app, password: env:CACHE_PASSWORD }
  orders: { kind: postgresql, address: "127.0.0.1:${orders.port}", user: auditor, name: postgres }
`;
    const args = [
      "check",
      written("holdfast.yaml", estate),
      "--only",
      "plaintext-secrets-open-nothing",
      "--json",
      "--quiet",
    ];
    const { stdout, stderr } = await holdfast(args, { env: { CACHE_PASSWORD: "open-sesame-1" } });
    expect(stderr).toBe("");
    expect(stdout).not.toContain("open-sesame");
    const { findings } = JSON.parse(stdout) as JsonReport;
    const told = findings.filter(({ control }) => control === "plaintext-secrets-open-nothing").map((it) => it.problem);
    for (const part of [
      `CACHE_PASSWORD in ${folder}/.env is the password of app at database:cache`,
      `DATABASE_URL in ${folder}/.env is the password of shop at database:orders`,
      `CACHE_PASSWORD in ${folder}/.env is the password of ann of ${folder}/.htpasswd at host:here`,
    ])
      expect(told).toContainEqual(expect.stringContaining(part));
    expect(told.filter((it) => /audit|other/.test(it))).toEqual([]);
  });
});
