import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { amqpConnection } from "../../../test/bed/amqp.ts";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { hasRabbitmq, type Rabbitmq, startRabbitmq } from "../../../test/bed/rabbitmq.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import rabbitmq from "./probe.ts";

const password = secretFile("only-for-this-test");
const inside = ["database-roles", "database-rules", "database-sessions"] as const;

describe.skipIf(!hasRabbitmq())(
  "a broker as its installer leaves it, with two applications in one virtual host",
  () => {
    let server: Rabbitmq;
    beforeAll(async () => {
      server = await startRabbitmq({ plugins: ["rabbitmq_stomp"], settings: ["stomp.listeners.tcp = none"] });
      const all = { configure: ".*", write: ".*", read: ".*" };
      for (const it of ["shop", "billing"]) {
        await server.put(`users/${it}`, { password: "another", tags: "" });
        await server.put(`permissions/%2F/${it}`, all);
      }
      await server.put("users/scan", { password: "only-for-this-test", tags: "monitoring" });
      await server.put("users/plain", { password: "only-for-this-test", tags: "management" });
      await server.put("topic-permissions/%2F/shop", { exchange: "amq.topic", write: "^shop", read: ".*" });
    });
    afterAll(() => server?.stop());
    const at = () =>
      ({ kind: "rabbitmq", address: `127.0.0.1:${server.port}`, management: server.management }) as const;

    test("lets in guest by both its doors, and everybody in plaintext", async () => {
      const told = await toldOfDatabase(rabbitmq, { ...at(), user: "guest", password: secretFile("guest") });
      expect(told.facts("database-access")).toEqual({
        ...{ product: "rabbitmq", version: "3.10.8", address: `127.0.0.1:${server.port}`, local: true },
        ...{ tls: { offered: false }, unseen: [] },
        attempts: [
          expect.objectContaining({ kind: "anonymous", user: "", result: "refused", method: "PLAIN" }),
          { kind: "default", user: "guest", tls: false, result: "accepted", method: "PLAIN" },
          { kind: "plaintext", user: "guest", tls: false, result: "authentication", method: "PLAIN AMQPLAIN" },
          expect.objectContaining({ kind: "anonymous", by: "the management API", result: "authentication" }),
          expect.objectContaining({ kind: "default", user: "guest", by: "the management API", result: "accepted" }),
          expect.objectContaining({ kind: "plaintext", by: "the management API", result: "authentication" }),
        ],
      });
      const { roles, unseen } = told.facts("database-roles");
      expect(unseen).toEqual([]);
      expect(roles.find(({ name }) => name === "shop")).toEqual({
        ...{
          name: "shop",
          canLogIn: true,
          password: "weak-hash",
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
        ...{ owns: [], superuser: [{ by: expect.stringContaining("everything"), path: ["shop"] }] },
        privileges: [
          ...["configure .* in /", "write .* in /", "read .* in /"],
          ...["write topic ^shop of amq.topic in /", "read topic .* of amq.topic in /"],
        ],
      });
      expect(roles.find(({ name }) => name === "guest")?.superuser.map(({ by }) => by)).toContain(
        "administrator: changes users, permissions and settings",
      );
      expect(roles.find(({ name }) => name === "scan")).toMatchObject({
        superuser: [],
        privileges: ["tag monitoring"],
      });
      const rules = told.facts("database-rules");
      expect(rules.rules).toContainEqual({
        ...{ place: `amqp at 127.0.0.1:${server.port}`, databases: ["*"], from: ["127.0.0.0/8", "::1/128"] },
        ...{ roles: expect.arrayContaining(["shop", "guest"]), tls: "never", method: "PLAIN AMQPLAIN", open: false },
      });
      expect(rules.rules.find(({ method }) => method === "basic")?.roles.toSorted()).toEqual([
        "guest",
        "plain",
        "scan",
      ]);
      expect(rules.unseen).toContainEqual(
        expect.objectContaining({ reason: expect.stringContaining("rabbitmq_stomp") }),
      );
      expect(told.text).not.toMatch(/only-for-this-test|another|"password_hash"/);
    });

    test("shows the user of `holdfast grants rabbitmq` who is connected, and not who may what", async () => {
      const connection = await amqpConnection(server.port, "shop", "another", "/");
      onTestFinished(() => connection?.close());
      let told = await toldOfDatabase(rabbitmq, { ...at(), user: "scan", password });
      // The server tells of new connections after some seconds.
      for (let tries = 0; tries < 600 && told.facts("database-sessions").sessions.length === 0; tries += 1)
        told = await toldOfDatabase(rabbitmq, { ...at(), user: "scan", password });
      expect(told.facts("database-sessions")).toEqual({
        ...{ product: "rabbitmq", whole: true, unseen: [] },
        sessions: [
          {
            ...{ role: "shop", database: "/", from: "127.0.0.1", tls: false, application: "holdfast" },
            since: expect.stringMatching(/^\d{4}-/),
          },
        ],
      });
      for (const kind of ["database-roles", "database-rules"] as const)
        expect(told.trouble(kind)).toMatchObject({ kind: "denied", message: expect.stringContaining("administrator") });
    });

    test.each([
      ["PUT", "users/x", { password: "x", tags: "" }],
      ["DELETE", "users/shop"],
      ["PUT", "vhosts/x", {}],
      ["DELETE", "vhosts/%2F"],
      ["PUT", "permissions/%2F/scan", { configure: ".*", write: ".*", read: ".*" }],
      ["PUT", "queues/%2F/x", {}],
      ["POST", "queues/%2F/x/get", { count: 1, ackmode: "ack_requeue_true", encoding: "auto" }],
      [
        "POST",
        "exchanges/%2F/amq.topic/publish",
        { properties: {}, routing_key: "x", payload: "x", payload_encoding: "string" },
      ],
      ["PUT", "policies/%2F/x", { pattern: "x", definition: { "max-length": 1 } }],
      ["PUT", "parameters/x/%2F/y", { value: {} }],
      ["PUT", "global-parameters/x", { value: 1 }],
      ["PUT", "cluster-name", { name: "x" }],
      ["POST", "definitions", { users: [] }],
      ["PUT", "user-limits/scan/max-connections", { value: 5 }],
      ["POST", "rebalance/queues", {}],
    ] as const)("refuses %s %s to that user", async (method, path, body?: object) => {
      expect(await server.asked("scan:only-for-this-test", path, method, body)).toMatchObject({ status: 401 });
      expect(await amqpConnection(server.port, "scan", "only-for-this-test", "/")).toBeUndefined();
    });

    test("refuses that user to close the connections of others, though it sees them", async () => {
      const connection = await amqpConnection(server.port, "billing", "another", "/");
      onTestFinished(() => connection?.close());
      const named = async () => {
        const { text } = await server.asked("scan:only-for-this-test", "connections");
        return (JSON.parse(text) as { name: string; user: string }[]).find(({ user }) => user === "billing")?.name;
      };
      let name = await named();
      for (let tries = 0; name === undefined && tries < 600; tries += 1) {
        await sleep(100);
        name = await named();
      }
      const path = `connections/${encodeURIComponent(name ?? "")}`;
      expect(await server.asked("scan:only-for-this-test", path, "DELETE")).toMatchObject({ status: 401 });
    });

    test("says why nothing is told to nobody, a wrong password, or who has no tag", async () => {
      const nobody = await toldOfDatabase(rabbitmq, { ...at(), tryDefaults: false });
      const wrong = await toldOfDatabase(rabbitmq, { ...at(), user: "scan", password: secretFile("wrong") });
      const untagged = await toldOfDatabase(rabbitmq, { ...at(), user: "shop", password: secretFile("another") });
      const { management: _, ...withoutApi } = at();
      const undeclared = await toldOfDatabase(rabbitmq, { ...withoutApi, user: "scan", password });
      for (const kind of inside) {
        expect(nobody.trouble(kind)).toMatchObject({ kind: "denied", message: expect.stringContaining("no user") });
        expect(wrong.trouble(kind)).toMatchObject({
          kind: "denied",
          message: expect.stringContaining("refuses the user"),
        });
        expect(untagged.trouble(kind)).toMatchObject({ kind: "denied" });
        expect(undeclared.trouble(kind)).toMatchObject({ wouldVerify: expect.stringContaining("`management`") });
      }
      expect(nobody.facts("database-access").attempts.map(({ kind }) => kind)).not.toContain("default");
      const poor = await toldOfDatabase(rabbitmq, { ...at(), user: "plain", password });
      expect(poor.facts("database-sessions")).toMatchObject({
        whole: false,
        unseen: [{ wouldVerify: expect.any(String) }],
      });
      expect(poor.trouble("database-rules")).toMatchObject({ wouldVerify: expect.stringContaining("administrator") });
    });
  },
);

describe.skipIf(!hasRabbitmq())("a broker with TLS, users and virtual hosts of its own", () => {
  const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
  let server: Rabbitmq;
  beforeAll(async () => {
    const own = (name: string) => ({
      user: name,
      vhost: name,
      configure: `^${name}\\.`,
      write: `^${name}\\.`,
      read: `^${name}\\.`,
    });
    server = await startRabbitmq({
      tls: leaf,
      administrator: "root-of-it:only-for-this-test",
      definitions: {
        users: [
          { name: "root-of-it", password: "only-for-this-test", tags: "administrator" },
          { name: "shop", password: "another", tags: "" },
          { name: "certified", password_hash: "", tags: "" },
        ],
        vhosts: [{ name: "shop" }, { name: "billing" }],
        permissions: [own("shop")],
      },
    });
  });
  afterAll(() => server?.stop());
  const at = () =>
    ({
      kind: "rabbitmq",
      address: `127.0.0.1:${server.port}`,
      ...{ management: server.management, trust: leaf.authority, user: "root-of-it", password },
    }) as const;

  test("refuses whoever is not declared, and tells what users may do", async () => {
    const told = await toldOfDatabase(rabbitmq, at());
    const access = told.facts("database-access");
    expect(access.tls).toEqual({ offered: true, version: "TLSv1.3", trusted: true });
    expect(access.attempts.map(({ kind, by, tls, result }) => [kind, by, tls, result])).toEqual([
      ["anonymous", undefined, true, "refused"],
      ["default", undefined, true, "refused"],
      ["plaintext", undefined, false, "refused"],
      ["anonymous", "the management API", true, "authentication"],
      ["default", "the management API", true, "refused"],
    ]);
    const { roles, unseen } = told.facts("database-roles");
    expect(unseen).toEqual([]);
    expect(roles.find(({ name }) => name === "shop")).toMatchObject({
      superuser: [],
      privileges: ["configure ^shop\\. in shop", "write ^shop\\. in shop", "read ^shop\\. in shop"],
    });
    expect(roles.find(({ name }) => name === "certified")).toMatchObject({ canLogIn: false, password: "external" });
    const { rules, unseen: rest } = told.facts("database-rules");
    expect(rest).toEqual([]);
    expect(rules.map(({ tls, open, roles: who }) => [tls, open, who.toSorted()])).toEqual([
      ["required", false, ["root-of-it", "shop"]],
      ["required", false, ["root-of-it"]],
    ]);
  });

  test("gets no password by whom its certificate doesn't prove", async () => {
    const context = probeContext();
    const { trust: _, ...untrusted } = at();
    const elsewhere = { ...untrusted, management: server.management.replace("127.0.0.1", "localhost") };
    const told = await toldOfDatabase(rabbitmq, elsewhere, context);
    // On the machine itself nobody is in between.
    expect(told.facts("database-roles").roles.length).toBeGreaterThan(0);
    expect(told.facts("database-access").tls.trusted).toBe(false);
  });
});

test.each(Object.keys(behaviours))("a server with %s is no RabbitMQ, and nothing is told of it", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? expect.fail());
  onTestFinished(() => server.stop());
  const context = probeContext({ timeoutMs: 400, maxBytes: 200_000 });
  const at = { kind: "rabbitmq", address: `127.0.0.1:${server.port}`, user: "scan", password } as const;
  await expect(toldOfDatabase(rabbitmq, at, context)).rejects.toMatchObject({
    trouble: { kind: expect.stringMatching(/^(?:unparsable|timeout|refused|budget)$/) },
  });
});
