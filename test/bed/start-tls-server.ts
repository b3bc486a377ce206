import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { StartTls } from "../../src/probes/tls/start-tls.ts";
import type { LeafFiles } from "./certificates.ts";

/** What the server says first, what it waits for, and what it says to that; the last answer is followed by TLS. */
export interface StartTlsScript {
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

/** A server of each protocol that agrees to TLS. */
export const agreements: Readonly<Record<StartTls, StartTlsScript>> = {
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

/** One that does not. */
export const refusals: Readonly<Partial<Record<StartTls, StartTlsScript>>> = {
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

async function play(socket: Socket, script: StartTlsScript): Promise<void> {
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

/** Starts a server on a port of the kernel that plays the script and then goes on with TLS. */
export async function startScriptedServer(script: StartTlsScript, leaf: LeafFiles) {
  const files = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };
  const open = new Set<Socket>();
  const server = createServer(async (socket) => {
    open.add(socket.on("error", () => socket.destroy()));
    await play(socket, script).catch(() => socket.destroy());
    if (!socket.destroyed) new TLSSocket(socket, { isServer: true, ...files }).on("error", () => socket.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
