import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTalker } from "node:net";
import { networkInterfaces } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { onlyPorts } from "../../../test/bed/own-ports.ts";
import { hostSchema } from "../../estate/schema.ts";
import type { Subject } from "../../estate/subject.ts";
import { factSchemas } from "../fact-kinds.ts";
import type { Declarations } from "../probe.ts";
import wideProbe, { serviceProbe } from "./probe.ts";

const host = (declared: Parameters<typeof hostSchema.parse>[0] = {}): Subject<Declarations["host"]> => ({
  ...{ id: "host:here", kind: "host", name: "here", systems: [] },
  declared: hostSchema.parse(declared),
});

async function listen(
  address: string,
  wanted = 0,
): Promise<{ readonly port: number; readonly connections: () => number }> {
  let connections = 0;
  const server = createServer((_, response) => response.end("hello")).on("connection", () => {
    connections += 1;
  });
  server.listen({ port: wanted, host: address, ipv6Only: true });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}

test("finds the sockets of this machine, who holds them and what they speak", async () => {
  const loopback = await listen("127.0.0.1");
  const everywhere = await listen("0.0.0.0");
  const context = { ...probeContext(), transport: onlyPorts([loopback.port, everywhere.port]) };
  const [told] = await serviceProbe({ loopback: true }).observe(host(), context);
  const facts = factSchemas["host-services"].parse(told && "facts" in told ? told.facts : told);
  const process = expect.any(String);
  expect([...facts.services].sort((a, b) => (a.address < b.address ? -1 : 1))).toEqual([
    { port: everywhere.port, address: "0.0.0.0", scope: "any", process, service: "http", http: { status: 200 } },
    { port: loopback.port, address: "127.0.0.1", scope: "loopback", process, service: "http", http: { status: 200 } },
  ]);
  expect(facts.sockets.map((it) => it.port).sort()).toEqual([loopback.port, everywhere.port].sort());
  expect(loopback.connections()).toBeLessThanOrEqual(3);
});

test("who only judges talks to nobody on loopback, and still sees that it listens", async () => {
  const loopback = await listen("127.0.0.1");
  const everywhere = await listen("0.0.0.0");
  const context = { ...probeContext(), transport: onlyPorts([loopback.port, everywhere.port]) };
  const [told] = await wideProbe.observe(host(), context);
  const facts = factSchemas["host-services"].parse(told && "facts" in told ? told.facts : told);
  expect(facts.services.map(({ port }) => port)).toEqual([everywhere.port]);
  expect(facts.sockets.map(({ port }) => port).sort()).toEqual([loopback.port, everywhere.port].sort());
  expect(loopback.connections()).toBe(0);
});

test("a secret that a server greets with is told by its fingerprint", async () => {
  const server = createTalker((socket) => socket.end("220 ready for ftp, password=not-a-real-one\r\n"));
  server.listen(0, "0.0.0.0");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const context = { ...probeContext(), transport: onlyPorts([(server.address() as AddressInfo).port]) };
  const [told] = await wideProbe.observe(host(), context);
  const facts = factSchemas["host-services"].parse(told && "facts" in told ? told.facts : told);
  expect(facts.services).toMatchObject([{ service: "ftp", greeting: expect.stringMatching(/password=hmac-/) }]);
  expect(JSON.stringify(told)).not.toContain("not-a-real-one");
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some((it) => it.address === "::1"));

test.skipIf(!hasIpv6)("IPv4 and IPv6 sockets of one process on one port are both told and talked to once", async () => {
  const four = await listen("0.0.0.0");
  const six = await listen("::", four.port);
  const [told] = await wideProbe.observe(host(), { ...probeContext(), transport: onlyPorts([four.port]) });
  const facts = factSchemas["host-services"].parse(told && "facts" in told ? told.facts : told);
  expect(facts.services.map((it) => [it.address, it.service])).toEqual([
    ["0.0.0.0", "http"],
    ["::", "http"],
  ]);
  expect(four.connections()).toBeGreaterThan(0);
  expect(six.connections()).toBe(0);
});

test("a host elsewhere is not talked to", async () => {
  const [told] = await wideProbe.observe(host({ transport: "ssh", address: "192.0.2.1" }), probeContext());
  expect(told).toMatchObject({ trouble: { kind: "unsupported" } });
});

test("what keeps the sockets from being listed is told as it is", async () => {
  const trouble = { kind: "not-installed", message: "there is no /bin/sh", wouldVerify: "install /bin/sh" } as const;
  const transport = { vantage: "local", run: async () => trouble };
  const [told] = await wideProbe.observe(host(), { ...probeContext(), transport });
  expect(told).toMatchObject({ trouble });
});
