import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { amqpConnection } from "../../../test/bed/amqp.ts";
import { toldOfDatabase } from "../../../test/bed/database-subject.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { hasRabbitmq, type Rabbitmq, startRabbitmq } from "../../../test/bed/rabbitmq.ts";
import { secretFile } from "../../../test/bed/secret-file.ts";
import { coversEverything } from "./name-pattern.ts";
import rabbitmq from "./probe.ts";

test.each([
  [".*", true],
  ["", false],
  ["^", true],
  ["^$", false],
  ["^(a|.*)$", true],
  ["a*", true],
  ["^shop\\.", false],
  ["(?i)x", undefined],
  ["(", undefined],
  ["x{1,1000}", undefined],
])("the pattern %j covers everything: %s", (pattern, covers) => {
  expect(coversEverything(pattern)).toBe(covers);
});

test("no pattern takes long to try, whatever it is", () => {
  const nested = fc.array(fc.constantFrom("(", ")*", ")+", "a", ".", "|", "a*", "?", "{9}"), { maxLength: 200 });
  fc.assert(fc.property(nested, (parts) => [true, false, undefined].includes(coversEverything(parts.join("")))));
  expect(coversEverything(`${"(".repeat(80)}a*${")*".repeat(80)}$`)).toBe(true);
});

const patterns = [".*", ".*", "^.*$", "", "^$", "^shop\\..*", "shop", "(.*)", "^(?:shop|.*)$", ".+", "[a-z]", "x*"];
const names = ["q", "shop.orders", "Z-9", "a b", "_", "other/name"];

describe.skipIf(!hasRabbitmq())("compared with a real server", () => {
  let server: Rabbitmq;
  const vhosts = ["one", "two"];
  beforeAll(async () => {
    server = await startRabbitmq();
    for (const it of vhosts) await server.put(`vhosts/${it}`, {});
    await server.remove("vhosts/%2F");
  });
  afterAll(() => server?.stop());

  const permission = fc.record({
    user: fc.constantFrom("u0", "u1", "u2"),
    vhost: fc.constantFrom(...vhosts),
    ...{ configure: fc.constantFrom(...patterns), write: fc.constantFrom(...patterns) },
    read: fc.constantFrom(...patterns),
  });
  const tags = fc.constantFrom("", "", "management", "monitoring", "policymaker", "administrator", "monitoring,other");

  async function agrees(
    tagged: readonly string[],
    permissions: readonly { user: string; vhost: string; configure: string; write: string; read: string }[],
  ) {
    const users = tagged.map((_, at) => `u${at}`);
    for (const [at, user] of users.entries()) {
      await server.remove(`users/${user}`);
      await server.put(`users/${user}`, { password: "p", tags: tagged[at] });
    }
    for (const { user, vhost, ...it } of permissions) await server.put(`permissions/${vhost}/${user}`, it);
    const told = await toldOfDatabase(
      rabbitmq,
      {
        ...{ kind: "rabbitmq", address: `127.0.0.1:${server.port}`, management: server.management, tryDefaults: false },
        ...{ user: "guest", password: secretFile("guest") },
      },
      probeContext(),
    );
    const { roles, unseen } = told.facts("database-roles");
    expect(unseen).toEqual([]);
    for (const user of users) {
      const role = roles.find(({ name }) => name === user);
      const ways = role?.superuser.map(({ by }) => by) ?? [];
      const made = await server.asked(`${user}:p`, "users/made", "PUT", { password: "x", tags: "" });
      const administers = made.status < 300;
      const shown = [user, tagged, permissions];
      expect([ways.some((it) => it.startsWith("administrator")), ...shown]).toEqual([administers, ...shown]);
      let [everything, anything] = [true, false];
      for (const vhost of vhosts) {
        const connection = await amqpConnection(server.port, user, "p", vhost);
        for (const kind of ["configure", "write", "read"] as const)
          for (const name of names) {
            const may = connection !== undefined && (await connection.may(kind, name));
            everything &&= may;
            anything ||= may;
          }
        connection?.close();
      }
      expect([ways.some((it) => it.startsWith("configure")), ...shown]).toEqual([everything, ...shown]);
      // Whoever may do something is told to hold something.
      if (anything) expect([role?.privileges.length, ...shown]).not.toEqual([0, ...shown]);
    }
  }

  test("says of 30 generated sets of users and permissions who is as good as an administrator, as trying shows", async () => {
    const all = { configure: ".*", write: "^.*$", read: "(.*)" };
    await fc.assert(fc.asyncProperty(fc.tuple(tags, tags, tags), fc.array(permission, { maxLength: 6 }), agrees), {
      numRuns: 30,
      examples: [
        [
          ["", "administrator", "monitoring"],
          [
            { user: "u0", vhost: "one", ...all },
            { user: "u0", vhost: "two", ...all },
            { user: "u2", vhost: "one", ...all },
            { user: "u2", vhost: "two", ...all, read: "^shop" },
          ],
        ],
      ],
    });
  });
});
