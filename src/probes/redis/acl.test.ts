import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { startRedis } from "../../../test/bed/redis.ts";
import { redisClient } from "../../../test/bed/redis-asked.ts";
import { mayRun, parseAclUser } from "./acl.ts";
import type { RedisClient } from "./client.ts";
import { RedisError } from "./resp.ts";
import { powerfulCommands, superuserBy } from "./superuser.ts";

test("reads users as ACL LIST writes them", () => {
  const line =
    "user shop on sanitize-payload #ABCD #ef01 ~shop:* %R~other:* resetchannels &news -@all +get (~(x +set) (%W~y -@all +@write)";
  expect(parseAclUser(line)).toEqual({
    ...{ name: "shop", enabled: true, noPassword: false, passwords: ["abcd", "ef01"], unknown: [] },
    sets: [
      { commands: ["-@all", "+get"], keys: ["~shop:*", "%R~other:*"], channels: ["&news"] },
      { commands: ["+set"], keys: ["~(x"], channels: [] },
      { commands: ["-@all", "+@write"], keys: ["%W~y"], channels: [] },
    ],
  });
});

test("tells rules that it does not know, and what is no user", () => {
  expect(parseAclUser("user x on until:2030 +get (~a")).toMatchObject({ unknown: ["until:2030", "(~a"] });
  expect(parseAclUser("user x on -@all (~a) +@all)")).toMatchObject({ unknown: ["+@all)"] });
  expect(parseAclUser("group x on")).toBeUndefined();
  expect(parseAclUser("user")).toBeUndefined();
});

test("a line of any words is read, or is none", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("on", "off", "(", ")", "(~a", "+@all", "-@all", "#00", "%R~x"));
  fc.assert(
    fc.property(fc.array(word), (words) => {
      const user = parseAclUser(`user x ${words.join(" ")}`);
      expect(user?.name).toBe("x");
      expect(superuserBy(user ?? expect.fail(), new Map())).toBeInstanceOf(Array);
    }),
  );
});

/** What a command needs for `ACL DRYRUN`: the right number of arguments. */
const others = [
  "get k",
  "set k v",
  "del k",
  "flushall",
  "keys *",
  "config|get port",
  "acl|whoami",
  "acl|list",
  "client|list",
  "client|kill x",
  "eval x 0",
  "publish c m",
  "select 0",
  "info",
  "function|load x",
  "script|load x",
  "object|encoding k",
] as const;
const rules = [
  ..."allcommands nocommands +@all -@all +@admin -@admin +@dangerous -@dangerous +@slow -@slow +@read +@write +@fast".split(
    " ",
  ),
  ..."+@scripting -@write +@keyspace -@keyspace +@pubsub +@connection -@connection +acl -acl +config -config".split(
    " ",
  ),
  ..."+acl|setuser -acl|setuser +acl|list +config|set -config|set +config|get -config|get +module -module|load".split(
    " ",
  ),
  ..."+debug -debug +replicaof -slaveof +shutdown -shutdown +monitor +psync -sync +eval -eval +get -get +set +client".split(
    " ",
  ),
  ..."-client|kill +client|list +flushall -flushall +function -function|load +script|load +failover +select +info".split(
    " ",
  ),
];

describe.skipIf(!testbedHas("redis-server"))("compared with a real server", () => {
  let redis: Awaited<ReturnType<typeof startRedis>>;
  let client: RedisClient;
  const categories = new Map<string, string[]>();

  beforeAll(async () => {
    redis = await startRedis();
    client = await redisClient(redis.port);
    const names = await client.ask("ACL", "CAT");
    for (const category of names as string[])
      for (const name of (await client.ask("ACL", "CAT", category)) as string[])
        categories.set(name, [...(categories.get(name) ?? []), category]);
  });
  afterAll(async () => {
    client.line.close();
    await redis.stop();
  });

  test("the commands that make an administrator are in the categories that were taken for granted", () => {
    for (const { name, categories: own } of powerfulCommands)
      expect([name, categories.get(name)?.sort()]).toEqual([name, [...own].sort()]);
  });

  async function same(commandRules: readonly string[], selectors: readonly (readonly string[])[]): Promise<void> {
    const all = [...commandRules, ...selectors.map((it) => `(~* &* ${it.join(" ")})`)];
    expect(await client.ask("ACL", "SETUSER", "tried", "reset", "on", "~*", "&*", ...all)).toBe("OK");
    const listed = ((await client.ask("ACL", "LIST")) as string[]).find((it) => it.startsWith("user tried ")) ?? "";
    const [user, raw] = [parseAclUser(listed), parseAclUser(`user tried on ~* &* ${all.join(" ")}`)];
    expect(user?.unknown).toEqual([]);
    const asked = [...powerfulCommands.map(({ name }) => `${name} a b`), ...others];
    for (const [name = "", ...args] of asked.map((it) => it.split(" "))) {
      const command = { name, categories: categories.get(name) ?? [] };
      const words = name === "sync" || name === "monitor" || name === "shutdown" || name === "failover" ? [] : args;
      const few = name.startsWith("module|") || name === "debug" ? words.slice(0, 1) : words;
      const reply = await client.ask("ACL", "DRYRUN", "tried", ...name.split("|"), ...few);
      expect(reply).not.toBeInstanceOf(RedisError);
      const real = reply === "OK";
      expect([name, listed, mayRun(user ?? expect.fail(), command)]).toEqual([name, listed, real]);
      expect([name, all, mayRun(raw ?? expect.fail(), command)]).toEqual([name, all, real]);
    }
  }

  test("says of 150 generated users what they may run, as the server does", async () => {
    const some = fc.array(fc.constantFrom(...rules), { maxLength: 8 });
    await fc.assert(fc.asyncProperty(some, fc.array(some, { maxLength: 2 }), same), { numRuns: 150 });
  });

  test("a script may not do what its caller may not, so that EVAL makes nobody an administrator", async () => {
    await client.ask("ACL", "SETUSER", "scripted", "reset", "on", ">s", "~*", "+eval", "+get");
    const own = await redisClient(redis.port);
    expect(await own.ask("AUTH", "scripted", "s")).toBe("OK");
    const tried = await own.ask("EVAL", "return redis.call('SET', 'a', 'b')", "0");
    expect(tried).toMatchObject({ message: expect.stringMatching(/can't run|permission/i) });
    own.line.close();
  });

  test("who may set configuration becomes the user default", async () => {
    await client.ask("ACL", "SETUSER", "setter", "reset", "on", ">s", "+config|set");
    const listed = ((await client.ask("ACL", "LIST")) as string[]).find((it) => it.startsWith("user setter "));
    expect(superuserBy(parseAclUser(listed ?? "") ?? expect.fail(), new Map())).toEqual([
      { by: "CONFIG SET: sets the password of the user default", path: ["setter"] },
    ]);
    const own = await redisClient(redis.port);
    await own.ask("AUTH", "setter", "s");
    expect(await own.ask("ACL", "LIST")).toMatchObject({ code: "NOPERM" });
    expect(await own.ask("CONFIG", "SET", "requirepass", "mine")).toBe("OK");
    expect(await own.ask("AUTH", "default", "mine")).toBe("OK");
    expect(await own.ask("ACL", "SETUSER", "setter", "+@all")).toBe("OK");
    own.line.close();
  });
});
