import { describe, expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { type RedisWish, startRedis } from "../../../test/bed/redis.ts";
import { redisClient } from "../../../test/bed/redis-asked.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import redisProbe from "./probe.ts";

/** What the role of Holdfast needs, and no more. */
const scan = "user scan on >only-for-this-test resetchannels -@all +acl|list +config|get +client|list +info";

async function started(wish: RedisWish = {}) {
  const redis = await startRedis(wish);
  onTestFinished(() => redis.stop());
  return redis;
}

const asScan = { kind: "redis", user: "scan", password: secretFile("only-for-this-test") } as const;

describe.skipIf(!testbedHas("redis-server"))("a real server", () => {
  test("that is open lets everybody in as its administrator", async () => {
    const { port } = await started();
    const told = await toldOfDatabase(redisProbe, { kind: "redis", address: `127.0.0.1:${port}` });
    expect(told.facts("database-access")).toEqual({
      ...{ product: "redis", version: expect.stringMatching(/^\d+\.\d+/), address: `127.0.0.1:${port}`, local: true },
      ...{ tls: { offered: false }, unseen: [] },
      attempts: [
        { kind: "anonymous", user: "", tls: false, result: "accepted" },
        { kind: "plaintext", user: "default", tls: false, result: "accepted" },
      ],
    });
    const [role] = told.facts("database-roles").roles;
    expect(role).toMatchObject({
      name: "default",
      canLogIn: true,
      password: "none",
      privileges: ["+@all", "~*", "&*"],
    });
    expect(role?.superuser).toContainEqual({ by: "+@all", path: ["default"] });
    // This server refuses these to everybody unless it is told otherwise.
    expect(role?.superuser.filter(({ by }) => /MODULE|DEBUG/.test(by))).toEqual([]);
    expect(told.facts("database-rules").rules).toEqual([
      {
        ...{ place: "user default", roles: ["default"], databases: ["*"], from: ["127.0.0.0/8", "::1/128", "local"] },
        ...{ tls: "never", method: "nopass", open: true },
      },
    ]);
  });

  test("with users of their own keeps everybody else out, and tells who may what", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const users = ["user default off", scan, "user shop on >another ~shop:* &shop:* -@all +@read +set -keys"];
    const { port } = await started({ users, tls: leaf });
    const application = await toldOfDatabase(redisProbe, {
      ...asScan,
      ...{ address: `127.0.0.1:${port}`, trust: leaf.authority },
    });
    expect(application.facts("database-access")).toMatchObject({
      tls: { offered: true, version: "TLSv1.3", trusted: true },
      attempts: [
        { kind: "anonymous", tls: true, result: "authentication", method: "password" },
        ...Array.from({ length: 4 }, () => ({ kind: "default", user: "default", tls: true, result: "refused" })),
        { kind: "plaintext", user: "scan", tls: false, result: "refused" },
      ],
      unseen: [],
    });
    const { roles, unseen } = application.facts("database-roles");
    expect(unseen).toEqual([]);
    expect(roles.find(({ name }) => name === "shop")).toEqual({
      ...{ name: "shop", canLogIn: true, password: "weak-hash", fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) },
      ...{ superuser: [], owns: [], privileges: expect.any(Array) },
    });
    const held = roles.find(({ name }) => name === "shop")?.privileges ?? [];
    expect(held.toSorted()).toEqual(["&shop:*", "+@read", "+set", "-keys", "~shop:*"]);
    expect(roles.find(({ name }) => name === "default")?.canLogIn).toBe(false);
    const { rules } = application.facts("database-rules");
    expect(rules.map(({ place, tls, open }) => [place, tls, open])).toEqual([
      ["user scan", "required", false],
      ["user shop", "required", false],
    ]);
    for (const secret of ["only-for-this-test", "another"]) expect(application.text).not.toContain(secret);
  });

  test("shows who is connected, but not Holdfast itself", async () => {
    const redis = await started({
      users: ["user default off", scan, "user shop on >another ~* -@all +client|setname"],
    });
    const client = await redisClient(redis.port);
    onTestFinished(() => client.line.close());
    await client.ask("AUTH", "shop", "another");
    await client.ask("CLIENT", "SETNAME", "checkout");
    const told = await toldOfDatabase(redisProbe, { ...asScan, address: `127.0.0.1:${redis.port}` });
    expect(told.facts("database-sessions")).toEqual({
      ...{ product: "redis", whole: true, unseen: [] },
      sessions: [
        {
          ...{ role: "shop", database: "0", from: "127.0.0.1", tls: false, application: "checkout" },
          ...{ since: expect.stringMatching(/^\d{4}-/), port: expect.any(Number) },
        },
      ],
    });
    const bySocket = await toldOfDatabase(redisProbe, { ...asScan, address: redis.socket });
    expect(bySocket.facts("database-access")).toMatchObject({ local: true, address: redis.socket });
  });

  test("gives Holdfast's role nothing to read or write", async () => {
    const { port } = await started({ users: ["user default off", scan] });
    const client = await redisClient(port);
    onTestFinished(() => client.line.close());
    expect(await client.ask("AUTH", "scan", "only-for-this-test")).toBe("OK");
    const tried = [
      "GET a",
      "SET a b",
      "KEYS *",
      "SCAN 0",
      "CONFIG SET port 1",
      "ACL SETUSER x",
      "PUBLISH a b",
      "FLUSHALL",
    ];
    for (const words of [...tried, "EVAL return(1) 0", "MONITOR", "CLIENT KILL x", "SHUTDOWN"])
      expect([words, await client.ask(...words.split(" "))]).toEqual([
        words,
        expect.objectContaining({ code: "NOPERM" }),
      ]);
  });

  test("with a well-known password lets in who tries it, and is asked no further", async () => {
    const { port } = await started({ password: "foobared" });
    const told = await toldOfDatabase(redisProbe, { kind: "redis", address: `127.0.0.1:${port}` });
    const { attempts } = told.facts("database-access");
    expect(attempts.filter(({ kind }) => kind === "default").at(-1)).toMatchObject({ result: "accepted" });
    expect(told.trouble("database-roles")).toMatchObject({
      kind: "denied",
      wouldVerify: expect.stringMatching(/declare/),
    });
    const polite = await toldOfDatabase(redisProbe, {
      kind: "redis",
      address: `127.0.0.1:${port}`,
      tryDefaults: false,
    });
    expect(polite.facts("database-access")).toMatchObject({
      attempts: [{ kind: "anonymous" }, { kind: "plaintext", result: "authentication" }],
      unseen: [{ wouldVerify: "set tryDefaults: true" }],
    });
  });

  test("says how it refuses a wrong password, and which right is missing", async () => {
    const { port } = await started({
      users: ["user default off", scan.replace("+acl|list ", "").replace("+client|list ", "")],
    });
    const address = `127.0.0.1:${port}`;
    const wrong = await toldOfDatabase(redisProbe, { ...asScan, address, password: secretFile("wrong") });
    for (const kind of ["database-roles", "database-rules", "database-sessions"] as const)
      expect(wrong.trouble(kind)).toMatchObject({ kind: "denied", message: expect.stringMatching(/WRONGPASS/) });
    const poor = await toldOfDatabase(redisProbe, { ...asScan, address });
    expect(poor.trouble("database-roles")?.wouldVerify).toBe("ACL SETUSER scan +acl|list");
    expect(poor.trouble("database-sessions")?.wouldVerify).toBe("ACL SETUSER scan +client|list");
    const absent = await toldOfDatabase(redisProbe, { ...asScan, address, password: "env:HOLDFAST_NO_SUCH_VARIABLE" });
    expect(absent.trouble("database-roles")).toMatchObject({
      kind: "denied",
      wouldVerify: expect.stringMatching(/HOLDFAST_NO_SUCH/),
    });
    expect(absent.facts("database-access").attempts[0]).toMatchObject({ result: "authentication" });
  });

  test("that demands a client's certificate refuses who has none", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const { port } = await started({ tls: { ...leaf, clients: "yes" } });
    const told = await toldOfDatabase(redisProbe, { kind: "redis", address: `127.0.0.1:${port}` });
    expect(told.facts("database-access").attempts[0]).toMatchObject({
      result: "refused",
      method: "client-certificate",
    });
    expect(told.trouble("database-roles")).toMatchObject({ kind: "denied" });
  });

  test("whose certificate nobody vouches for is told so", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"], selfSigned: true });
    const { port } = await started({ tls: leaf });
    const told = await toldOfDatabase(redisProbe, { kind: "redis", address: `127.0.0.1:${port}` });
    expect(told.facts("database-access").tls).toMatchObject({ offered: true, trusted: false });
  });
});

test.each(Object.keys(behaviours))("a server with %s is no Redis, and nothing is told of it", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? expect.fail());
  onTestFinished(() => server.stop());
  const context = probeContext({ timeoutMs: 400, maxBytes: 200_000 });
  const told = toldOfDatabase(redisProbe, { ...asScan, address: `127.0.0.1:${server.port}` }, context);
  await expect(told).rejects.toMatchObject({
    trouble: { kind: expect.stringMatching(/^(?:unparsable|timeout|refused|budget)$/) },
  });
});
