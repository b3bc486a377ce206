import { expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { type ScriptedMongodbWish, startScriptedMongodb } from "../../../test/bed/scripted-mongodb.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import mongodb from "./probe.ts";

const password = secretFile("only-for-this-test");
const inside = ["database-roles", "database-rules", "database-sessions"] as const;
const answers = {
  listDatabases: { ok: 1, databases: [] },
  usersInfo: {
    ok: 1,
    users: [
      {
        user: "root",
        db: "admin",
        roles: [{ role: "root", db: "admin" }],
        mechanisms: ["SCRAM-SHA-1", "SCRAM-SHA-256"],
      },
      { user: "shop", db: "shop", roles: [{ role: "readWrite", db: "shop" }], mechanisms: ["SCRAM-SHA-256"] },
      { user: "tool", db: "admin", roles: [{ role: "deploy", db: "admin" }], mechanisms: ["SCRAM-SHA-256"] },
    ],
  },
  rolesInfo: {
    ok: 1,
    roles: [
      { role: "deploy", db: "admin", roles: [{ role: "people", db: "admin" }], privileges: [] },
      {
        ...{ role: "people", db: "admin", roles: [] },
        privileges: [{ resource: { db: "", collection: "" }, actions: ["grantRole", "find"] }],
      },
    ],
  },
  getCmdLineOpts: {
    ok: 1,
    parsed: { net: { bindIp: "0.0.0.0", tls: { mode: "requireTLS" } }, security: { authorization: "enabled" } },
  },
  currentOp: {
    ok: 1,
    inprog: [{ client: "10.0.0.7:5000", appName: "checkout", effectiveUsers: [{ user: "shop", db: "shop" }] }, {}],
  },
} as const;

async function started(wish: Omit<ScriptedMongodbWish, "answers">) {
  const server = await startScriptedMongodb({ ...wish, answers });
  onTestFinished(() => server.stop());
  return { kind: "mongodb", address: `127.0.0.1:${server.port}` } as const;
}

test("a server that asks nobody lets everybody see its databases and users", async () => {
  const told = await toldOfDatabase(mongodb, await started({}));
  const { attempts, version } = told.facts("database-access");
  expect(version).toBe("7.0.0");
  expect(attempts.map(({ kind, by, result }) => [kind, by, result])).toEqual([
    ["anonymous", undefined, "accepted"],
    ["anonymous", "asking for users", "accepted"],
    ["default", undefined, "refused"],
    ["default", undefined, "refused"],
    ["plaintext", undefined, "accepted"],
  ]);
  for (const kind of inside) expect(told.trouble(kind)).toMatchObject({ kind: "denied" });
});

test.skipIf(!testbedHas("openssl"))(
  "a server with TLS that asks everybody tells its users and their roles to who may ask",
  async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const at = await started({ tls: leaf, passwords: { holdfast: "only-for-this-test", root: "example" } });
    const told = await toldOfDatabase(mongodb, { ...at, trust: leaf.authority, user: "holdfast", password });
    const access = told.facts("database-access");
    expect(access.tls).toMatchObject({ offered: true, trusted: true });
    expect(access.attempts.map(({ kind, user, result }) => [kind, user, result])).toEqual([
      ["anonymous", "", "authentication"],
      ["anonymous", "", "authentication"],
      ["default", "root", "accepted"],
      ["default", "admin", "refused"],
      ["plaintext", "holdfast", "refused"],
    ]);
    expect(told.facts("database-roles").roles).toEqual([
      expect.objectContaining({
        ...{ name: "root@admin", password: "weak-hash" },
        superuser: [{ by: "root: everything", path: ["root@admin", "root@admin"] }],
      }),
      expect.objectContaining({ name: "shop@shop", superuser: [], privileges: ["readWrite@shop"] }),
      expect.objectContaining({
        superuser: [
          {
            by: "grantRole on every database: grants itself any role",
            path: ["tool@admin", "deploy@admin", "people@admin"],
          },
        ],
      }),
    ]);
    expect(told.facts("database-rules").rules).toEqual([
      expect.objectContaining({ from: ["any"], tls: "required", method: "scram", open: false }),
    ]);
    expect(told.facts("database-sessions").sessions).toEqual([
      { role: "shop@shop", from: "10.0.0.7", application: "checkout" },
    ]);
    expect(told.text).not.toContain("only-for-this-test");
  },
);

test("who lets in without knowing the password is no server to be trusted", async () => {
  const at = await started({ passwords: {}, proofless: true });
  const told = await toldOfDatabase(mongodb, { ...at, tryDefaults: false, user: "holdfast", password });
  for (const kind of inside) expect(told.trouble(kind)).toMatchObject({ message: expect.stringContaining("proved") });
});

test("a wrong password is told as refused", async () => {
  const at = await started({ passwords: { holdfast: "only-for-this-test" } });
  const told = await toldOfDatabase(mongodb, { ...at, user: "holdfast", password: secretFile("wrong") });
  for (const kind of inside) expect(told.trouble(kind)).toMatchObject({ kind: "denied" });
});

test.each(Object.keys(behaviours))("a server with %s is no MongoDB, and nothing is told of it", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? expect.fail());
  onTestFinished(() => server.stop());
  const context = probeContext({ timeoutMs: 400, maxBytes: 200_000 });
  const at = { kind: "mongodb", address: `127.0.0.1:${server.port}`, user: "holdfast", password } as const;
  await expect(toldOfDatabase(mongodb, at, context)).rejects.toMatchObject({
    trouble: { kind: expect.stringMatching(/^(?:unparsable|timeout|refused|budget)$/) },
  });
});
