import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { rosterTold } from "../../../test/bed/roster-told.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { scimToken, startScimProvider } from "../../../test/bed/scim-provider.ts";
import { scimPerson, scimUserSchema } from "./scim-person.ts";

function tokenFile(token = scimToken): string {
  const file = join(runFolder("token"), "token");
  writeFileSync(file, token, { mode: 0o600 });
  return `file:${file}`;
}
const ofScim = (url: string, more: object = {}) =>
  rosterTold({ roster: { scim: { url, token: tokenFile(), ...more } } });

const user = (name: string, more: object = {}) => ({
  ...{
    id: name,
    userName: name,
    displayName: `Person ${name}`,
    active: true,
    meta: { lastModified: "2026-01-02T03:04:05Z" },
  },
  ...{ emails: [{ value: `${name}@example.com`, primary: true }], ...more },
});
const users = [
  ...Array.from({ length: 250 }, (_, at) => user(`person${at}`)),
  user("ann", { roles: [{ value: "operator" }] }),
  user("bob", { active: false, meta: { lastModified: "2026-11-16T08:00:00Z" } }),
];

describe("an identity provider with SCIM 2.0", () => {
  it("tells every user, page by page, and who was deactivated since when at the latest", async () => {
    const provider = await startScimProvider(users);
    onTestFinished(provider.stop);
    const told = await ofScim(provider.url);
    expect(told.unseen).toEqual([]);
    expect(told.people).toHaveLength(252);
    expect(new Set(told.people.map((it) => it.id)).size).toBe(252);
    expect(told.people.find((it) => it.id === "ann")).toEqual({
      ...{ id: "ann", fullName: "Person ann", email: "ann@example.com", status: "active", statusBy: "active" },
      ...{ roles: ["operator"], accounts: ["ann"], keys: [] },
    });
    expect(told.people.filter((it) => it.status !== "active")).toEqual([
      expect.objectContaining({ id: "bob", status: "left", leftBy: "2026-11-16" }),
    ]);
    expect(JSON.stringify(told)).not.toContain(scimToken);
  });

  it("is asked over TLS only where its certificate verifies", async () => {
    const leaf = makeLeaf({ key: "ec-256", names: ["IP:127.0.0.1"] });
    const provider = await startScimProvider(users, leaf);
    onTestFinished(provider.stop);
    expect((await ofScim(provider.url, { trust: leaf.authority })).people).toHaveLength(252);
    const told = await ofScim(provider.url);
    expect([told.people, told.unseen[0]?.reason]).toEqual([
      [],
      expect.stringMatching(/denied: .*certificate that does not verify/),
    ]);
  });

  it("that refuses the token makes a roster that isn't whole", async () => {
    const provider = await startScimProvider(users);
    onTestFinished(provider.stop);
    const told = await ofScim(provider.url, { token: tokenFile("wrong") });
    expect(told.unseen[0]?.reason).toMatch(/the identity provider: denied: 127.0.0.1:\d+ answers 401/);
  });

  it("is never asked in clear text over a network", async () => {
    const told = await ofScim("http://id.example.com/scim/v2");
    expect(told.unseen[0]?.reason).toMatch(/id.example.com was not asked/);
  });
});

/** A server written after RFC 7644, for what the other one never does. */
async function serverOf(answer: (start: number) => object | string): Promise<string> {
  const listener: RequestListener = (request, response) => {
    const start = Number(new URL(request.url ?? "/", "http://it").searchParams.get("startIndex"));
    const body = answer(start);
    response.writeHead(200, { "content-type": "application/scim+json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("a provider of its own kind", () => {
  it("may give smaller pages than it was asked for", async () => {
    const url = await serverOf((start) => ({
      totalResults: 5,
      Resources: users.slice(start - 1, Math.min(start + 1, 5)),
    }));
    const told = await ofScim(url);
    expect([told.people.length, told.unseen]).toEqual([5, []]);
  });

  it("that gives fewer than there are, leaves out `active`, or knows nobody, makes a roster that isn't whole", async () => {
    const reasons = async (answer: (start: number) => object | string) =>
      (await ofScim(await serverOf(answer))).unseen.map((it) => it.reason).join();
    expect(await reasons((start) => ({ totalResults: 5, Resources: start === 1 ? users.slice(0, 2) : [] }))).toContain(
      "it gave 2 of 5 users",
    );
    expect(await reasons(() => ({ totalResults: 40, Resources: users.slice(0, 20) }))).toContain(
      "it gave 20 of 40 users",
    );
    expect(await reasons(() => ({ totalResults: 1, Resources: [user("ann", { active: undefined })] }))).toContain(
      "1 users do not tell whether they are active",
    );
    expect(await reasons(() => ({ totalResults: 0 }))).toContain("it has no users that may be read");
    expect(await reasons(() => ({ totalResults: 1, Resources: ["ann"] }))).toContain("1 of its entries are no users");
    expect(await reasons(() => "<html>")).toContain("no list of SCIM 2.0");
  });

  it.each(Object.keys(behaviours))("that answers with %s tells nobody, and says why", async (name) => {
    const server = await startHostileServer(behaviours[name] ?? expect.fail());
    onTestFinished(() => server.stop());
    const scim = { url: `http://127.0.0.1:${server.port}` };
    const told = await rosterTold({ roster: { scim } }, probeContext({ timeoutMs: 2000, maxBytes: 100_000 }));
    expect(told.people).toEqual([]);
    expect(told.unseen.map((it) => it.reason)).toEqual([expect.stringMatching(/^the identity provider: /)]);
  });
});

test("whatever a user holds, a person comes of it", () => {
  const value = fc.oneof(
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.dictionary(fc.constantFrom("value", "display"), fc.string())),
  );
  const keys = fc.constantFrom("displayName", "active", "emails", "roles", "groups", "meta", "name");
  fc.assert(
    fc.property(fc.dictionary(keys, value), (more) => {
      const read = scimUserSchema.safeParse({ userName: "ann", ...more });
      if (read.success) expect(scimPerson(read.data).id).toBe("ann");
    }),
  );
});
