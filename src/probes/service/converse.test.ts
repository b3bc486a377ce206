import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../test/bed/free-port.ts";
import { behaviours, startHostileServer } from "../../../test/bed/hostile-server.ts";
import { postgresqlPrograms, startPostgresql } from "../../../test/bed/postgresql.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { startRedis } from "../../../test/bed/redis.ts";
import { startSshd } from "../../../test/bed/sshd.ts";
import { siteName } from "../../../test/bed/web-server.ts";
import { webServers } from "../../../test/bed/web-servers.ts";
import { converse, type Partner } from "./converse.ts";

// A busy test machine may take its time; what is known at once is told at once anyway.
const patience = { totalMs: 15_000, bannerMs: 500 };
const ask = (port: number, more: Partial<Partner> = {}) =>
  converse({ host: "127.0.0.1", port, ...more }, new AbortController().signal, patience);

/** A server that says something at once, or answers whatever it hears. */
async function server(speak: { readonly first?: string | Buffer; readonly answer?: string | Buffer }) {
  const open = new Set<Socket>();
  let connections = 0;
  const it = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on("error", () => socket.destroy());
    if (speak.first !== undefined) socket.write(speak.first);
    socket.on("data", () => speak.answer !== undefined && socket.end(speak.answer));
  }).listen(0, "127.0.0.1");
  await once(it, "listening");
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    it.close();
  });
  return { port: (it.address() as AddressInfo).port, connections: () => connections };
}

describe.each(webServers)("real $program", ({ program, start }) => {
  test.skipIf(!testbedHas(program))("is told by its HTTP, with and without TLS", async () => {
    const running = await start({ variant: "good" });
    onTestFinished(() => running.stop());
    expect(await ask(running.port)).toEqual({ service: "https", certificateNames: [siteName] });
    const http = { status: 301, redirect: "https" };
    expect(await ask(running.plainPort)).toEqual({ service: "http", http });
  });
});

test.skipIf(!testbedHas("sshd"))("a real sshd is told by its banner", async () => {
  const running = await startSshd();
  onTestFinished(() => running.stop());
  expect(await ask(running.port)).toEqual({
    ...{ service: "ssh", greeting: expect.stringMatching(/^SSH-2\.0-OpenSSH_\d+\.\d+/) },
  });
});

describe.skipIf(!testbedHas("redis-server"))("real Redis", () => {
  test("is told, whether or not its process is known", async () => {
    const running = await startRedis();
    onTestFinished(() => running.stop());
    expect(await ask(running.port)).toEqual({ service: "redis" });
    expect(await ask(running.port, { process: "redis-server" })).toEqual({ service: "redis" });
  });

  test("is told also where it answers nothing without a password", async () => {
    const running = await startRedis({ password: "only-for-this-test" });
    onTestFinished(() => running.stop());
    expect(await ask(running.port)).toEqual({ service: "redis" });
    expect(await ask(running.port, { process: "redis-server" })).toEqual({ service: "redis" });
  });
});

describe.skipIf(postgresqlPrograms() === undefined)("real PostgreSQL", () => {
  const running = postgresqlPrograms() === undefined ? undefined : startPostgresql();
  afterAll(async () => (await running)?.stop());

  test("is told, whether or not its process is known", async () => {
    const { port } = (await running) ?? { port: 0 };
    const told = { service: "postgresql", startTls: false };
    expect(await ask(port)).toEqual(told);
    expect(await ask(port, { process: "postgres" })).toEqual(told);
  });
});

const greeting = (version: string) => {
  const payload = Buffer.concat([Buffer.from([0x0a]), Buffer.from(`${version}\0`), Buffer.alloc(40, 1)]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]);
};

test.each([
  ["smtp", "220 mail.example.com ESMTP Postfix\r\n"],
  ["ftp", "220 (vsFTPd 3.0.3)\r\n"],
  ["pop3", "+OK ready\r\n"],
  ["imap", "* OK [CAPABILITY IMAP4rev1] ready\r\n"],
  ["mariadb", greeting("5.5.5-10.11.6-MariaDB-0+deb12u1")],
  ["mysql", greeting("8.0.36")],
])("%s is told by its greeting, with one connection", async (service, first) => {
  const { port, connections } = await server({ first, answer: "500 no\r\n" });
  expect(await ask(port)).toMatchObject({ service, greeting: expect.any(String) });
  expect(connections()).toBe(1);
});

test("AMQP and MongoDB are told by what they answer to HTTP", async () => {
  const amqp = await server({ answer: Buffer.from("AMQP\0\0\x09\x01", "latin1") });
  expect(await ask(amqp.port)).toEqual({ service: "amqp" });
  const text =
    "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\nIt looks like you are trying to access MongoDB over HTTP on the native driver port.\r\n";
  expect(await ask((await server({ answer: text })).port)).toEqual({ service: "mongodb" });
});

test("a greeting that names no protocol stays unknown, and is not taken for mail or files", async () => {
  const { port } = await server({ first: "220 welcome\r\n" });
  expect(await ask(port)).toMatchObject({ service: "unknown", trouble: { kind: "unsupported" } });
});

test("a port that refuses is unknown, with the reason", async () => {
  expect(await ask(await freePort())).toMatchObject({ service: "unknown", trouble: { kind: "refused" } });
});

describe("a server that means no good", () => {
  test.each(Object.entries(behaviours))("(%s) ends within its time and three connections", async (_, behave) => {
    const hostile = await startHostileServer(behave);
    onTestFinished(() => hostile.stop());
    const spoken = await converse({ host: "127.0.0.1", port: hostile.port }, new AbortController().signal, {
      ...{ totalMs: 900, bannerMs: 50 },
    });
    expect(["http", "unknown"]).toContain(spoken.service);
    expect(hostile.connections()).toBeLessThanOrEqual(3);
  });

  test("(silence) is unknown, never guessed from its port or process", async () => {
    const { port } = await server({});
    const brief = { totalMs: 300, bannerMs: 50 };
    const silent = await converse(
      { host: "127.0.0.1", port, process: "postgres" },
      new AbortController().signal,
      brief,
    );
    expect(silent).toMatchObject({ service: "unknown", trouble: { wouldVerify: expect.any(String) } });
  });
});
