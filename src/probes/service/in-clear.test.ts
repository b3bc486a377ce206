import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { startVsftpd } from "../../../test/bed/vsftpd.ts";
import { converse, type Partner } from "./converse.ts";

const ask = (port: number, more: Partial<Partner> = {}) =>
  converse({ host: "127.0.0.1", port, ...more }, new AbortController().signal, { totalMs: 15_000, bannerMs: 1000 });

/** A server that greets and then answers each line, or each piece of bytes, by a script; it keeps what it heard. */
async function scripted(greeting: string | Buffer, answers: readonly (readonly [RegExp, string | Buffer])[]) {
  const heard: string[] = [];
  const it = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    if (greeting.length > 0) socket.write(greeting);
    socket.on("data", (chunk: Buffer) => {
      const text = chunk.toString("latin1");
      heard.push(text);
      const answer = answers.find(([words]) => words.test(text))?.[1];
      if (answer !== undefined) socket.write(answer);
    });
  }).listen(0, "127.0.0.1");
  await once(it, "listening");
  onTestFinished(() => void it.close());
  return { port: (it.address() as AddressInfo).port, heard };
}

const cases = [
  [
    "smtp",
    "220 mx ESMTP\r\n",
    /^EHLO/,
    "250-mx\r\n250-STARTTLS\r\n250 SIZE\r\n",
    { startTls: true, plainLogin: false },
  ],
  [
    "smtp",
    "220-mx ESMTP\r\n220 go\r\n",
    /^EHLO/,
    "250-mx\r\n250 AUTH PLAIN\r\n",
    { startTls: false, plainLogin: true },
  ],
  ["smtp", "220 mx ESMTP\r\n", /^EHLO/, "502 no\r\n", {}],
  [
    "imap",
    "* OK ready\r\n",
    /^a1 CAPABILITY/,
    "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na1 OK done\r\n",
    { startTls: true, plainLogin: false },
  ],
  [
    "imap",
    "* OK ready\r\n",
    /^a1 CAPABILITY/,
    "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na1 OK done\r\n",
    { startTls: false, plainLogin: true },
  ],
  ["pop3", "+OK ready\r\n", /^CAPA/, "+OK\r\nSTLS\r\nUIDL\r\nSASL\r\n.\r\n", { startTls: true, plainLogin: false }],
  ["pop3", "+OK ready\r\n", /^CAPA/, "+OK\r\nUSER\r\nUIDL\r\n.\r\n", { startTls: false, plainLogin: true }],
  ["pop3", "+OK ready\r\n", /^CAPA/, "-ERR what\r\n", {}],
] as const;

test.each(cases)("%s that greets with %j says of TLS and passwords what it offers (%s, %j)", async (...it) => {
  const [service, greeting, words, answer, told] = it;
  const { port, heard } = await scripted(greeting, [[words, answer]]);
  const expected = { service, greeting: greeting.trim().replace(/\r\n/g, " "), ...told };
  expect(await ask(port)).toEqual(expected);
  expect(heard, "it is asked one thing").toHaveLength(1);
});

test.each([
  [0x0800, true],
  [0, false],
])("MySQL's handshake tells whether it has TLS (flags %i)", async (flags, startTls) => {
  const bits = Buffer.alloc(2);
  bits.writeUInt16LE(flags);
  const payload = Buffer.concat([Buffer.from("\n8.0.36\0", "latin1"), Buffer.alloc(13, 1), bits, Buffer.alloc(20)]);
  const { port } = await scripted(Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]), []);
  expect(await ask(port)).toEqual({ service: "mysql", greeting: "8.0.36", startTls });
});

test.each([
  ["agrees", 0, true],
  ["refuses", 2, false],
])("a directory that %s to go on with TLS is known by that", async (_, code, startTls) => {
  const answer = Buffer.from([0x30, 0x0c, 0x02, 0x01, 0x01, 0x78, 0x07, 0x0a, 0x01, code, 0x04, 0x00, 0x04, 0x00]);
  const { port } = await scripted("", [[/^0\x1d\x02\x01\x01w/, answer]]);
  expect(await ask(port, { process: "slapd" })).toEqual({ service: "ldap", startTls });
});

test.each([
  ["S", true],
  ["N", false],
])("PostgreSQL that answers %s to the request for TLS is known by that", async (answer, startTls) => {
  const { port } = await scripted("", [[/^\0\0\0\x08\x04\xd2\x16\x2f/, answer]]);
  expect(await ask(port, { process: "postgres" })).toEqual({ service: "postgresql", startTls });
});

test("Telnet, rsync and Memcached are told by how they begin or answer", async () => {
  expect(await ask((await scripted(Buffer.from([0xff, 0xfd, 0x18]), [])).port)).toEqual({ service: "telnet" });
  expect(await ask((await scripted("@RSYNCD: 31.0\n", [])).port)).toMatchObject({ service: "rsync" });
  const memcached = await scripted("", [
    [/^version/, "VERSION 1.6.18\r\n"],
    [/^GET/, "ERROR\r\n"],
  ]);
  expect(await ask(memcached.port)).toEqual({ service: "memcached" });
});

test("whoever says something that nobody knows is unknown, with what was said", async () => {
  const { port } = await scripted("HELLO from product 1.2\n", []);
  expect(await ask(port)).toMatchObject({ service: "unknown", greeting: "HELLO from product 1.2" });
});

test("a server that answers without end is not listened to without end", async () => {
  const { port } = await scripted("220 mx ESMTP\r\n", [[/^EHLO/, "250-more\r\n".repeat(200_000)]]);
  expect(await ask(port)).toEqual({ service: "smtp", greeting: "220 mx ESMTP" });
});

test.skipIf(!testbedHas("vsftpd") || !testbedHas("openssl"))(
  "real vsftpd tells whether it insists on TLS",
  async () => {
    const bare = await startVsftpd("bad");
    onTestFinished(() => bare.stop());
    const greeting = expect.stringMatching(/^220 \(vsFTPd \d+\.\d+/);
    expect(await ask(bare.port)).toEqual({ service: "ftp", greeting, startTls: false, plainLogin: true });
    const secure = await startVsftpd("good");
    onTestFinished(() => secure.stop());
    expect(await ask(secure.port)).toEqual({
      ...{ service: "ftp", greeting: "220 ready for ftp", startTls: true, plainLogin: false },
    });
  },
);

test.skipIf(!testbedHas("openssl")).each([
  ["at once", 0],
  ["late", 1500],
])("a greeting inside of TLS that comes %s is told", async (_, delayMs) => {
  const { key, chain } = makeLeaf({ key: "ec-256", names: ["DNS:mail.example.com"] });
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(chain) }, (socket) => {
    socket.on("error", () => socket.destroy());
    setTimeout(() => socket.destroyed || socket.write("* OK Example IMAP 2.3.4 ready\r\n"), delayMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  expect(await ask((server.address() as AddressInfo).port)).toEqual({
    ...{ service: "tls", greeting: "* OK Example IMAP 2.3.4 ready", certificateNames: ["mail.example.com"] },
  });
});
