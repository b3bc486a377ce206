import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { factSchemas } from "../fact-kinds.ts";
import crossOrigin from "./probe.ts";

/** An application that allows an origin, with credentials, where the rule says so. */
async function allowedBy(rule: (origin: string) => boolean) {
  const server = createServer((request, response) => {
    const origin = request.headers.origin ?? "";
    if (rule(origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    response.end("ok");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const subject = endpointSubject({
    url: `http://shop.example.com:${port}/`,
    connect: `127.0.0.1:${port}`,
    paths: ["/api"],
  });
  const [told] = await crossOrigin.observe(subject, probeContext());
  server.closeAllConnections();
  server.close();
  if (!told || !("facts" in told)) throw new Error("nothing was told");
  const { trials } = factSchemas["http-cors"].parse(told.facts);
  expect(new Set(trials.map(({ target }) => target))).toEqual(new Set(["/", "/api"]));
  return [...new Set(trials.filter((it) => it.allowed && it.credentials).map(({ kind }) => kind))];
}

describe("an application that allows", () => {
  test.each([
    ["every origin", () => true, ["stranger", "null", "prefixed", "suffixed"]],
    ["no origin", () => false, []],
    ["its partners", (it: string) => it === "https://partner.example.com", []],
    ["what ends with its name", (it: string) => it.endsWith("shop.example.com"), ["prefixed"]],
    ["what starts with its name", (it: string) => it.startsWith("https://shop.example.com"), ["suffixed"]],
    ["files and frames", (it: string) => it === "null", ["null"]],
  ])("%s is told so", async (_, rule, kinds) => {
    expect(await allowedBy(rule)).toEqual(kinds);
  });
});

test("a wildcard names nobody", async () => {
  const head = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\n";
  const server = await startHostileServer((socket) => socket.write(`${head}Content-Length: 0\r\n\r\n`));
  const [told] = await crossOrigin.observe(
    endpointSubject({ url: `http://127.0.0.1:${server.port}/` }),
    probeContext(),
  );
  expect(told).toMatchObject({ facts: { trials: [{ allowed: false }, { allowed: false }] } });
  await server.stop();
});

test.each(Object.keys(behaviours))("a hostile server that gives %s leads to trouble or true facts", async (name) => {
  const server = await startHostileServer(behaviours[name] ?? (() => {}));
  const subject = endpointSubject({ url: `http://127.0.0.1:${server.port}/` });
  const budget = { timeoutMs: 1000, maxBytes: 2_000_000, maxConnections: 12 };
  const [told] = await crossOrigin.observe(subject, probeContext(budget));
  if (told && "facts" in told) factSchemas["http-cors"].parse(told.facts);
  else expect(told?.trouble.wouldVerify).not.toBe("");
  await server.stop();
});
