import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freePort } from "../../../test/bed/free-port.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { hasModsecurity, startModsecurity } from "../../../test/bed/modsecurity.ts";
import { startNginx } from "../../../test/bed/nginx.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { siteName, type WebServer } from "../../../test/bed/web-server.ts";
import type { EndpointDeclaration } from "../../estate/schema.ts";
import { type FactKind, type FactsOf, factSchemas } from "../fact-kinds.ts";
import gateway from "./probe.ts";

async function look<K extends FactKind>(
  fact: K,
  declared: Partial<EndpointDeclaration> & { url: string },
  budget = {},
): Promise<FactsOf<K>> {
  const told = (await gateway.observe(endpointSubject(declared), probeContext(budget))).find((it) => it.fact === fact);
  if (!told || !("facts" in told)) throw new Error(JSON.stringify(told));
  return factSchemas[fact].parse(told.facts) as FactsOf<K>;
}

/** An application with one page, which may refuse whoever does not ask for it by name. */
async function startApplication(page = "<h1>Shop</h1> Welcome to our shop", onlyFor = siteName) {
  const server = createServer((request, response) => {
    response.statusCode = request.headers.host?.startsWith(onlyFor) ? 200 : 421;
    response.end(response.statusCode === 200 ? page : "whom do you mean?");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, stop };
}

describe("the application's own address", () => {
  test("gives the endpoint's page to whoever asks by its name", async () => {
    const [proxy, application] = [await startApplication(), await startApplication()];
    const url = `http://${siteName}:${proxy.port}/`;
    const origin = await look("http-origin", { url, connect: "127.0.0.1", origin: `127.0.0.1:${application.port}` });
    expect(origin.attempts).toMatchObject([
      { scheme: "https", state: "unclear" },
      { scheme: "http", state: "answers", status: 200, sameAsEndpoint: true },
    ]);
    application.stop();
    const gone = await look("http-origin", { url, connect: "127.0.0.1", origin: `127.0.0.1:${application.port}` });
    expect(gone.attempts.map(({ state }) => state)).toEqual(["closed", "closed"]);
    proxy.stop();
  });

  test("that has another page, or refuses, is not the same", async () => {
    const proxy = await startApplication();
    for (const other of [await startApplication("<p>under construction"), await startApplication("", "nobody")]) {
      const url = `http://${siteName}:${proxy.port}/`;
      const origin = await look("http-origin", { url, connect: "127.0.0.1", origin: `127.0.0.1:${other.port}` });
      expect(origin.attempts[1]).toMatchObject({ state: "answers", sameAsEndpoint: false });
      other.stop();
    }
    proxy.stop();
  });

  test("that stays silent is told so", async () => {
    const [proxy, silent] = [await startApplication(), await startHostileServer(() => {})];
    const url = `http://${siteName}:${proxy.port}/`;
    const declared = { url, connect: "127.0.0.1", origin: `127.0.0.1:${silent.port}` };
    const origin = await look("http-origin", declared, { timeoutMs: 2000 });
    expect(origin.attempts.map(({ state }) => state)).toEqual(["silent", "silent"]);
    proxy.stop();
    await silent.stop();
  });

  test("is nothing to look at without being declared, and nor is a firewall", async () => {
    const application = await startApplication();
    const subject = endpointSubject({ url: `http://127.0.0.1:${application.port}/` });
    const told = await gateway.observe(subject, probeContext());
    expect(told.map((it) => "trouble" in it && it.trouble.kind)).toEqual(["unsupported", "unsupported"]);
    application.stop();
  });

  describe.skipIf(!testbedHas("nginx"))("of nginx with TLS", () => {
    let nginx: WebServer;
    beforeAll(async () => {
      nginx = await startNginx({ variant: "good" });
    });
    afterAll(() => nginx?.stop());

    test("is asked with the server name", async () => {
      const declared = { url: `https://${siteName}:${nginx.port}/`, connect: "127.0.0.1" };
      const origin = await look("http-origin", { ...declared, origin: `127.0.0.1:${nginx.port}` });
      expect(origin.attempts).toMatchObject([{ scheme: "https", sameAsEndpoint: true }, { sameAsEndpoint: false }]);
    });
  });
});

describe.skipIf(!hasModsecurity())("ModSecurity with the core rule set", () => {
  const fatesWith = async (engine: "On" | "DetectionOnly" | "Off") => {
    const server = await startModsecurity(engine);
    const url = `http://localhost:${server.port}/`;
    const facts = await look("http-firewall", { url, connect: "127.0.0.1", firewall: true });
    await server.stop();
    expect(facts.steady).toBe(true);
    return facts.trials.map(({ id, form, fate }) => `${id} ${form} ${fate}`);
  };

  test("blocks every marker in its usual form", async () => {
    const plain = (await fatesWith("On")).filter((it) => it.includes("plain"));
    expect(plain).toEqual(["script", "sql", "path", "command"].map((it) => `${it} plain blocked`));
  });

  test.each(["DetectionOnly", "Off"] as const)("that is %s lets all of them pass", async (engine) => {
    expect((await fatesWith(engine)).filter((it) => !it.endsWith("passed"))).toEqual([]);
  });
});

test.each(Object.keys(behaviours))("a hostile server that gives %s leads to trouble or true facts", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? (() => {}));
  const url = `http://127.0.0.1:${server.port}/`;
  const subject = endpointSubject({ url, firewall: true, origin: `127.0.0.1:${await freePort()}` });
  const budget = { timeoutMs: 1000, maxBytes: 2_000_000, maxConnections: 15 };
  const told = await gateway.observe(subject, probeContext(budget));
  expect(told.map((it) => it.fact)).toEqual(["http-origin", "http-firewall"]);
  for (const it of told) if ("facts" in it) factSchemas[it.fact].parse(it.facts);
  await server.stop();
});
