import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type Document, readDocument, writeDocument } from "../../src/probes/mongodb/bson.ts";
import type { LeafFiles } from "./certificates.ts";

const hmac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

export interface ScriptedMongodbWish {
  readonly tls?: LeafFiles;
  /** Passwords by user; without any, everybody may do everything. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** Answers by command. */
  readonly answers: Readonly<Record<string, Document>>;
  /** Says that a login was right without having proved anything itself. */
  readonly proofless?: boolean;
}

/**
 * Answers as MongoDB's published protocol has it (OP_MSG, SCRAM-SHA-256). It is no MongoDB: what it says comes from who writes
 * the test, as no server can be had here.
 */
export async function startScriptedMongodb(wish: ScriptedMongodbWish) {
  const open = new Set<Socket>();
  const serve = (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
    const answer = conversation(wish);
    let heard = Buffer.alloc(0);
    socket.on("data", (chunk: Buffer) => {
      heard = Buffer.concat([heard, chunk]);
      while (heard.length >= 4 && heard.length >= heard.readInt32LE(0)) {
        const length = heard.readInt32LE(0);
        if (length < 26 || heard.readInt32LE(12) !== 2013) {
          socket.destroy();
          return;
        }
        const body = writeDocument(answer(readDocument(heard.subarray(21, length))));
        const head = Buffer.alloc(21);
        head.writeInt32LE(head.length + body.length, 0);
        head.writeInt32LE(heard.readInt32LE(4), 8);
        head.writeInt32LE(2013, 12);
        heard = heard.subarray(length);
        socket.write(Buffer.concat([head, body]));
      }
    });
  };
  const { tls } = wish;
  const server = tls
    ? createTlsServer({ cert: readFileSync(tls.chain), key: readFileSync(tls.key) }, serve)
    : createServer(serve);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function conversation({ passwords, answers, proofless = false }: ScriptedMongodbWish) {
  let user: string | undefined;
  let [bare, challenge, name] = ["", "", ""];
  const salt = randomBytes(16);
  const failed = { ok: 0, code: 18, errmsg: "Authentication failed." };
  return (command: Document): Document => {
    const payload = Buffer.isBuffer(command["payload"]) ? command["payload"].toString("utf8") : "";
    if ("hello" in command) return { ok: 1, maxWireVersion: 21, isWritablePrimary: true };
    if ("buildInfo" in command) return { ok: 1, version: "7.0.0" };
    if ("saslStart" in command) {
      bare = payload.replace(/^n,,/, "");
      name = /^n=([^,]*)/.exec(bare)?.[1] ?? "";
      const nonce = `${/r=(.*)$/.exec(bare)?.[1] ?? ""}server`;
      challenge = `r=${nonce},s=${salt.toString("base64")},i=15000`;
      return { ok: 1, conversationId: 1, done: false, payload: Buffer.from(challenge) };
    }
    if ("saslContinue" in command) {
      const salted = pbkdf2Sync(passwords?.[name] ?? randomBytes(8), salt, 15_000, 32, "sha256");
      const key = hmac(salted, "Client Key");
      const ending = payload.replace(/,p=.*$/, "");
      const all = `${bare},${challenge},${ending}`;
      const signed = hmac(createHash("sha256").update(key).digest(), all);
      const proof = Buffer.from(key.map((byte, at) => byte ^ (signed[at] ?? 0))).toString("base64");
      if (proofless) return { ok: 1, conversationId: 1, done: true, payload: Buffer.from("v=AAAA") };
      if (payload !== `${ending},p=${proof}`) return failed;
      user = name;
      const signature = hmac(hmac(salted, "Server Key"), all).toString("base64");
      return { ok: 1, conversationId: 1, done: true, payload: Buffer.from(`v=${signature}`) };
    }
    const asked = Object.keys(command)[0] ?? "";
    if (passwords !== undefined && user === undefined)
      return { ok: 0, code: 13, errmsg: `Command ${asked} requires authentication` };
    return answers[asked] ?? { ok: 0, code: 59, errmsg: `no such command: '${asked}'` };
  };
}
