import {
  constants,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  privateDecrypt,
  randomBytes,
  X509Certificate,
} from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Keys, keyBlock, masterSecret, verifyData } from "../../src/probes/tls/session/key-schedule.ts";
import { Protection } from "../../src/probes/tls/session/protection.ts";
import { sessionSuite } from "../../src/probes/tls/session/session-suites.ts";
import { Deframer } from "../../src/probes/tls/wire/deframer.ts";
import { alertRecord, handshakeMessage, record } from "../../src/probes/tls/wire/frame.ts";
import { HandshakeAssembler, type HandshakeMessage } from "../../src/probes/tls/wire/handshake-assembler.ts";
import { Reader } from "../../src/probes/tls/wire/reader.ts";
import { opaque8, opaque16, u8, u16, u24 } from "../../src/probes/tls/wire/write.ts";
import type { LeafFiles } from "./certificates.ts";

/** What the server does wrong; with nothing it does all of it right. */
export interface Wrongs {
  /** `bleeds` answers what a heartbeat claims, `lenient` what it carries even without padding, `strict` as it should. */
  readonly heartbeats?: "bleeds" | "lenient" | "strict" | "mute";
  /** Takes an early ChangeCipherSpec: with keys made of nothing, or with keys that nobody knows. */
  readonly earlyChange?: "empty-keys" | "unknown-keys" | "ignored";
  /** Gives tickets, and sends every session id back with 32 bytes. */
  readonly longSessionIds?: boolean;
  readonly tickets?: boolean;
  /**
   * Tells a wrong padding of the premaster secret: by another alert, by the usual one before its time, by silence, or only
   * in the first of several rounds. `mute` says nothing to any.
   */
  readonly rsaPadding?: "alert" | "early" | "silence" | "now-and-then" | "mute";
  /** Lets a key exchange that comes alone wait for so long. */
  readonly thinksMs?: number;
  /** Takes wrong padding of records. */
  readonly takesPadding?: boolean;
  /** What kind of spoiled record is answered by an alert of its own. */
  readonly tellsApart?: "padding-with-mac" | "mac-with-padding" | "empty";
}

const version = 0x0303;
const suite = sessionSuite(0x002f);
if (!suite) throw new Error("TLS_RSA_WITH_AES_128_CBC_SHA is missing");
const aesSuite = suite;

interface Hello {
  readonly random: Buffer;
  readonly sessionId: Buffer;
  readonly extensions: ReadonlyMap<number, Buffer>;
}

function readHello(body: Buffer): Hello {
  const reader = new Reader(body);
  reader.u16();
  const random = reader.take(32);
  const sessionId = reader.opaque8();
  reader.opaque16();
  reader.opaque8();
  const block = new Reader(reader.opaque16());
  const extensions = new Map<number, Buffer>();
  while (block.left > 0 && !block.failed) extensions.set(block.u16(), block.opaque16());
  return { random, sessionId, extensions };
}

/** What all connections of a server share. */
interface Material {
  readonly key: string;
  readonly certificate: Buffer;
  /** How many have come so far. */
  wrongPaddings: number;
}

/** One connection of a TLS 1.2 server that does everything itself, so that all of it can be done wrong. */
class FlawedConversation {
  readonly #socket: Socket;
  readonly #wrongs: Wrongs;
  readonly #leaf: Material;
  readonly #records = new Deframer();
  readonly #messages = new HandshakeAssembler();
  #transcript = Buffer.alloc(0);
  #hello: Hello | undefined;
  readonly #random = randomBytes(32);
  #master: Buffer | undefined;
  #client: Keys | undefined;
  #opener: Protection | undefined;
  #sealer: Protection | undefined;
  #sequence = 0n;
  #early = false;
  #established = false;

  constructor(socket: Socket, wrongs: Wrongs, leaf: Material) {
    this.#socket = socket;
    this.#wrongs = wrongs;
    this.#leaf = leaf;
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      const records = this.#records.push(chunk);
      const read = () => records.forEach(({ type, content }) => void this.#read(type, content));
      const isExchangeAlone = records.length === 1 && records[0]?.type === 22 && records[0].content[0] === 16;
      if (wrongs.thinksMs === undefined || !isExchangeAlone) return read();
      socket.pause();
      setTimeout(() => {
        read();
        socket.resume();
      }, wrongs.thinksMs);
    });
  }

  #die(description: number): undefined {
    const fatal = Buffer.from([2, description]);
    this.#socket.end(
      this.#established && this.#sealer ? this.#sealer.seal(21, fatal) : alertRecord(2, description, version),
    );
  }

  #read(type: number, content: Buffer): undefined {
    if (this.#socket.writableEnded) return;
    if (this.#early) return this.#readEarly(type, content);
    if (type === 24) return this.#heartbeat(content);
    if (type === 20) return this.#change();
    if (type === 22 && this.#opener && !this.#established) return this.#finished(content);
    if (type === 22) for (const message of this.#messages.push(content)) this.#message(message);
    if (type === 23) this.#data(content);
  }

  #heartbeat(content: Buffer): undefined {
    const { heartbeats } = this.#wrongs;
    const claimed = content.readUInt16BE(1);
    const carried = content.length - 3;
    const fits = { bleeds: true, lenient: claimed <= carried, strict: claimed + 16 <= carried, mute: false };
    if (heartbeats === undefined || !fits[heartbeats]) return;
    const back = Buffer.concat([u8(2), u16(claimed), Buffer.alloc(claimed + 16)]);
    this.#socket.write(record(24, back, version));
  }

  #change(): undefined {
    const { earlyChange } = this.#wrongs;
    if (this.#master) {
      this.#keys(this.#master);
      return;
    }
    if (earlyChange === undefined) return this.#die(10);
    if (earlyChange === "ignored") return;
    this.#early = true;
    this.#keys(earlyChange === "empty-keys" ? Buffer.alloc(0) : randomBytes(48));
  }

  #readEarly(type: number, content: Buffer): undefined {
    try {
      this.#opener?.open(type, content);
      this.#socket.end(alertRecord(1, 0, version));
    } catch {
      this.#die(20);
    }
  }

  #keys(master: Buffer): undefined {
    const randoms = { client: this.#hello?.random ?? Buffer.alloc(32), server: this.#random };
    const sizes = { mac: aesSuite.macBytes, key: aesSuite.keyBytes, iv: aesSuite.ivBytes };
    const { client, server } = keyBlock("sha256", master, randoms, sizes);
    this.#client = client;
    this.#opener = new Protection(aesSuite, version, client);
    this.#sealer = new Protection(aesSuite, version, server);
  }

  #message(message: HandshakeMessage): undefined {
    const bytes = handshakeMessage(message.type, message.body);
    if (message.type === 1) return this.#answerHello(bytes, readHello(message.body));
    this.#transcript = Buffer.concat([this.#transcript, bytes]);
    if (message.type === 16) this.#exchange(message.body);
  }

  #answerHello(bytes: Buffer, hello: Hello): undefined {
    this.#hello = hello;
    const { heartbeats, tickets, longSessionIds } = this.#wrongs;
    const resumes = (hello.extensions.get(35)?.length ?? 0) > 0;
    const long = Buffer.concat([hello.sessionId, Buffer.alloc(32)]).subarray(0, 32);
    const sessionId = resumes ? (longSessionIds ? long : hello.sessionId) : Buffer.alloc(0);
    const extension = (type: number, data: Buffer) => Buffer.concat([u16(type), opaque16(data)]);
    const extensions = Buffer.concat([
      extension(0xff01, u8(0)),
      ...(heartbeats !== undefined && hello.extensions.has(15) ? [extension(15, u8(1))] : []),
      ...((tickets || longSessionIds) && hello.extensions.has(35) && !resumes ? [extension(35, Buffer.alloc(0))] : []),
    ]);
    const { certificate } = this.#leaf;
    const list = Buffer.concat([u24(certificate.length), certificate]);
    const flight = Buffer.concat([
      handshakeMessage(
        2,
        Buffer.concat([
          u16(version),
          this.#random,
          opaque8(sessionId),
          u16(aesSuite.code),
          u8(0),
          opaque16(extensions),
        ]),
      ),
      ...(resumes
        ? []
        : [handshakeMessage(11, Buffer.concat([u24(list.length), list])), handshakeMessage(14, Buffer.alloc(0))]),
    ]);
    this.#transcript = Buffer.concat([bytes, flight]);
    const change = resumes ? record(20, Buffer.from([1]), version) : Buffer.alloc(0);
    this.#socket.write(Buffer.concat([record(22, flight, version), change]));
  }

  #exchange(body: Buffer): undefined {
    const key = createPrivateKey(this.#leaf.key);
    const block = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, body.subarray(2));
    if (this.#wrongs.rsaPadding === "mute") return this.#fallSilent();
    const isRight =
      block[0] === 0 && block[1] === 2 && block.indexOf(0, 2) === block.length - 49 && block[block.length - 48] === 3;
    if (!isRight && this.#tellsPadding()) return;
    const premaster = isRight ? block.subarray(block.length - 48) : randomBytes(48);
    this.#master = masterSecret("sha256", premaster, {
      client: this.#hello?.random ?? Buffer.alloc(32),
      server: this.#random,
    });
  }

  /** Whether the server gives itself away, and in which way. */
  #tellsPadding(): boolean {
    const { rsaPadding } = this.#wrongs;
    this.#leaf.wrongPaddings += 1;
    if (rsaPadding === undefined || (rsaPadding === "now-and-then" && this.#leaf.wrongPaddings > 4)) return false;
    if (rsaPadding === "silence") this.#fallSilent();
    else this.#die(rsaPadding === "early" ? 20 : 51);
    return true;
  }

  #fallSilent(): undefined {
    this.#socket.removeAllListeners("data").resume();
  }

  #finished(content: Buffer): undefined {
    try {
      const bytes = this.#opener?.open(22, content) ?? Buffer.alloc(0);
      const expected = verifyData("sha256", this.#master ?? Buffer.alloc(0), "client", this.#transcript);
      if (!bytes.subarray(4).equals(expected)) return this.#die(51);
      this.#transcript = Buffer.concat([this.#transcript, bytes]);
    } catch {
      return this.#die(20);
    }
    const { tickets, longSessionIds } = this.#wrongs;
    const ticket = handshakeMessage(4, Buffer.concat([Buffer.alloc(4), opaque16(Buffer.alloc(64, 7))]));
    const first = tickets || longSessionIds ? ticket : Buffer.alloc(0);
    this.#transcript = Buffer.concat([this.#transcript, first]);
    const own = verifyData("sha256", this.#master ?? Buffer.alloc(0), "server", this.#transcript);
    const sealed = this.#sealer?.seal(22, handshakeMessage(20, own)) ?? Buffer.alloc(0);
    const plain = first.length > 0 ? record(22, first, version) : Buffer.alloc(0);
    this.#established = true;
    this.#sequence = 1n;
    this.#socket.write(Buffer.concat([plain, record(20, Buffer.from([1]), version), sealed]));
  }

  /** Opens application data step by step, so that every step can be told apart. */
  #data(content: Buffer): undefined {
    const keys = this.#client;
    if (!keys) return this.#die(10);
    const cipher = createDecipheriv("aes-128-cbc", keys.key, content.subarray(0, 16)).setAutoPadding(false);
    const plain = Buffer.concat([cipher.update(content.subarray(16)), cipher.final()]);
    const padding = plain[plain.length - 1] ?? 0;
    const length = plain.length - 1 - padding - 20;
    const paddingOk = length >= 0 && plain.subarray(plain.length - 1 - padding).every((byte) => byte === padding);
    const sequence = Buffer.alloc(8);
    sequence.writeBigUInt64BE(this.#sequence);
    this.#sequence += 1n;
    const mac = createHmac("sha1", keys.mac)
      .update(Buffer.concat([sequence, u8(23), u16(version), u16(Math.max(length, 0))]))
      .update(plain.subarray(0, Math.max(length, 0)))
      .digest();
    const macOk = mac.equals(plain.subarray(Math.max(length, 0), Math.max(length, 0) + 20));
    if (macOk && (paddingOk || this.#wrongs.takesPadding)) return;
    const { tellsApart } = this.#wrongs;
    if (tellsApart === "padding-with-mac" && macOk) return this.#die(51);
    if (tellsApart === "mac-with-padding" && paddingOk) return this.#die(21);
    if (tellsApart === "empty" && paddingOk && length === 0) {
      this.#socket.end();
      return;
    }
    this.#die(20);
  }
}

/** Starts such a server with an RSA certificate on a port of the kernel. */
export async function startFlawedServer(leaf: LeafFiles, wrongs: Wrongs = {}) {
  const open = new Set<Socket>();
  const material = {
    key: readFileSync(leaf.key, "utf8"),
    certificate: new X509Certificate(readFileSync(leaf.chain)).raw,
    wrongPaddings: 0,
  };
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    new FlawedConversation(socket, wrongs, material);
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
