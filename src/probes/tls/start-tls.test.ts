import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { enumerate } from "./enumeration/enumerate.ts";
import { openTarget } from "./open-target.ts";
import type { StartTls } from "./start-tls.ts";
import { isTrouble } from "./target.ts";

/** What the server says first, what it waits for, and what it says to that; the last answer is followed by TLS. */
interface Script {
  readonly greeting?: string;
  readonly turns: readonly (readonly [expected: RegExp, answer: string])[];
}

const mysqlGreeting = (flags: number) => {
  const payload = Buffer.concat([
    Buffer.from("\x0a8.0.36\0", "latin1"),
    Buffer.alloc(4 + 8 + 1, 1),
    Buffer.from([flags & 0xff, flags >>> 8]),
    Buffer.alloc(20),
  ]);
  return Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]).toString("latin1");
};

const scripts: Readonly<Record<StartTls, Script>> = {
  smtp: {
    greeting: "220-mail.example.com\r\n220 ready\r\n",
    turns: [
      [/^EHLO .*\r\n$/, "250-mail.example.com\r\n250-STARTTLS\r\n250 SIZE\r\n"],
      [/^STARTTLS\r\n$/, "220 go ahead\r\n"],
    ],
  },
  imap: { greeting: "* OK ready\r\n", turns: [[/^a1 STARTTLS\r\n$/, "* CAPABILITY IMAP4\r\na1 OK begin\r\n"]] },
  pop3: { greeting: "+OK ready\r\n", turns: [[/^STLS\r\n$/, "+OK begin\r\n"]] },
  ftp: { greeting: "220 ready\r\n", turns: [[/^AUTH TLS\r\n$/, "234 begin\r\n"]] },
  ldap: { turns: [[/1\.3\.6\.1\.4\.1\.1466\.20037$/, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"]] },
  postgresql: { turns: [[/^\0\0\0\x08\x04\xd2\x16\x2f$/, "S"]] },
  mysql: { greeting: mysqlGreeting(0x0a00), turns: [[/^\x20\0\0\x01[\s\S]{32}$/, ""]] },
};

const refusals: Readonly<Partial<Record<StartTls, Script>>> = {
  smtp: {
    greeting: "220 ready\r\n",
    turns: [
      [/EHLO/, "250 fine\r\n"],
      [/STARTTLS/, "502 no\r\n"],
    ],
  },
  imap: { greeting: "* OK ready\r\n", turns: [[/a1/, "a1 BAD no\r\n"]] },
  pop3: { greeting: "+OK ready\r\n", turns: [[/STLS/, "-ERR no\r\n"]] },
  ftp: { greeting: "220 ready\r\n", turns: [[/AUTH/, "500 no\r\n"]] },
  ldap: { turns: [[/20037/, "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"]] },
  postgresql: { turns: [[/^\0/, "N"]] },
  mysql: { greeting: mysqlGreeting(0x0200), turns: [] },
};

async function play(socket: Socket, script: Script): Promise<void> {
  if (script.greeting) socket.write(script.greeting, "latin1");
  for (const [expected, answer] of script.turns) {
    const heard = once(socket, "data");
    socket.resume();
    const [chunk] = (await heard) as [Buffer];
    // The SSLRequest of MySQL may come together with the hello that follows it.
    const said = script.turns.length === 1 && answer === "" ? chunk.subarray(0, 36) : chunk;
    if (!expected.test(said.toString("latin1"))) {
      socket.destroy();
      return;
    }
    socket.pause();
    if (said.length < chunk.length) socket.unshift(chunk.subarray(said.length));
    if (answer !== "") socket.write(answer, "latin1");
  }
}

async function lookAt(kind: StartTls, script: Script) {
  const leaf = makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });
  const files = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };
  const server = createServer(async (socket) => {
    socket.on("error", () => socket.destroy());
    await play(socket, script).catch(() => socket.destroy());
    if (!socket.destroyed) new TLSSocket(socket, { isServer: true, ...files }).on("error", () => socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const target = openTarget({
    address: endpointAddress(`https://www.example.com:${port}/`, `127.0.0.1:${port}`),
    startTls: kind,
    maxConnections: 200,
    maxBytes: 10_000_000,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  const found = await enumerate(target);
  server.close();
  return found;
}

describe.skipIf(!testbedHas("openssl"))("after STARTTLS", () => {
  test.each(Object.entries(scripts) as [StartTls, Script][])(
    "for %s the server is looked at like any",
    async (kind, script) => {
      const found = await lookAt(kind, script);
      if (isTrouble(found)) throw new Error(found.message);
      const offered = found.versions.filter((it) => it.offered).map((it) => it.version);
      expect(offered).toEqual(["TLSv1.2", "TLSv1.3"]);
    },
  );

  test.each(Object.entries(refusals) as [StartTls, Script][])(
    "that a %s server refuses, nothing is told but that",
    async (kind, script) => {
      expect(await lookAt(kind, script)).toMatchObject({ kind: "unsupported", message: expect.stringContaining(kind) });
    },
  );
});
