import { constants, type KeyObject, publicEncrypt, randomBytes, X509Certificate } from "node:crypto";
import type { Trouble } from "../../../transports/trouble.ts";
import type { Conversation } from "../session/conversation.ts";
import { keyBlock, masterSecret, type PrfHash } from "../session/key-schedule.ts";
import { Protection } from "../session/protection.ts";
import { type Legacy, legacyHello } from "../session/session-hello.ts";
import { sessionSuite } from "../session/session-suites.ts";
import { nonsenseTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { versionCodes } from "../wire/client-hello.ts";
import type { ServerHello } from "../wire/flight.ts";
import { contentTypes, handshakeMessage, record } from "../wire/frame.ts";
import { opaque16, u16 } from "../wire/write.ts";
import { openClear } from "./clear-opening.ts";
import { reactionOf, reactionText } from "./reaction.ts";

/** Bytes without a zero among them. */
const filler = (length: number) => Buffer.from(randomBytes(length).map((byte) => byte || 1));

/** Blocks of the modulus' size: one as PKCS #1 v1.5 has it, and four that are wrong each in its own way. */
const blocks: Readonly<Record<string, (size: number, version: number) => Buffer>> = {
  right: (size, version) => shaped([0, 2], size, [0], u16(version)),
  "wrong first bytes": (size, version) => shaped([0x41, 0x17], size, [0], u16(version)),
  "a zero too late": (size) => Buffer.concat([Buffer.from([0, 2]), filler(size - 4), Buffer.from([0, 0x11])]),
  "no zero": (size) => Buffer.concat([Buffer.from([0, 2]), filler(size - 2)]),
  "a wrong version": (size) => shaped([0, 2], size, [0], Buffer.from([2, 2])),
};

function shaped(start: readonly number[], size: number, zero: readonly number[], version: Buffer): Buffer {
  const padding = filler(size - start.length - zero.length - 48);
  return Buffer.concat([Buffer.from(start), padding, Buffer.from(zero), version, filler(46)]);
}

/**
 * `whole`: with all that a client says then. Otherwise the key exchange alone, to which some servers answer at once; the
 * rest follows when nothing came for `patienceMs`, and shows whether the server was there to answer.
 */
export type Flow = "whole" | { readonly patienceMs: number };

export interface Answer {
  readonly text: string;
  /** From the last that was said. */
  readonly tookMs: number;
}

/** With what RSA key exchange is tried. */
export interface Trial {
  readonly target: Target;
  readonly version: Legacy;
  readonly suites: readonly number[];
}

/** What a server says that says nothing. */
export const silence = reactionText({ kind: "silence" });

/** The server's key; `undefined` where it is none for RSA. */
function rsaKey(certificate: Buffer | undefined): { readonly key: KeyObject; readonly bytes: number } | undefined {
  try {
    const key = certificate && new X509Certificate(certificate).publicKey;
    const bits = key?.asymmetricKeyType === "rsa" ? key.asymmetricKeyDetails?.modulusLength : undefined;
    return key && bits !== undefined && bits >= 512 ? { key, bytes: Math.ceil(bits / 8) } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A Finished message that nobody can accept. A server that decrypts carelessly has the keys for it, and would react to what
 * is in it, so that is always the same: a wrong padding and a wrong MAC, as keys of the server's own would find.
 */
function wrongFinished(clientRandom: Buffer, serverHello: ServerHello, premaster: Buffer): Buffer {
  const { suite: code, version } = serverHello;
  const suite = sessionSuite(code);
  // As long as a Finished message is under any cipher.
  if (suite?.mode !== "cbc") return record(contentTypes.handshake, randomBytes(64), version);
  const hash: PrfHash = version === 0x0303 ? suite.prf : "md5-sha1";
  const randoms = { client: clientRandom, server: serverHello.random };
  const sizes = { mac: suite.macBytes, key: suite.keyBytes, iv: suite.ivBytes };
  const { client } = keyBlock(hash, masterSecret(hash, premaster, randoms), randoms, sizes);
  const finished = handshakeMessage(20, Buffer.alloc(12));
  return new Protection(suite, version, client).seal(contentTypes.handshake, finished, { mac: true, padding: true });
}

/** What one block is answered with. */
async function answerTo(trial: Trial, name: string, flow: Flow): Promise<Answer | Trouble> {
  const { target, version, suites } = trial;
  const hello = legacyHello(target, { version, suites });
  const opening = await openClear(target, hello);
  if (isTrouble(opening)) return opening;
  const { conversation, flight } = opening;
  try {
    const server = rsaKey(flight.certificates?.[0]);
    const block = blocks[name];
    if (!server || !block) return nonsenseTrouble(target, "a hello for RSA key exchange", "no RSA certificate");
    const plain = block(server.bytes, versionCodes[version]);
    const encrypted = publicEncrypt({ key: server.key, padding: constants.RSA_NO_PADDING }, plain);
    const noCertificate = flight.certificateRequested ? [handshakeMessage(11, Buffer.alloc(3))] : [];
    const { version: code } = flight.serverHello;
    const said = Buffer.concat([...noCertificate, handshakeMessage(16, opaque16(encrypted))]);
    const exchange = record(contentTypes.handshake, said, code);
    const finished = wrongFinished(hello.random, flight.serverHello, plain.subarray(plain.length - 48));
    const rest = Buffer.concat([record(20, Buffer.from([1]), code), finished]);
    if (flow === "whole") return await heardTo(conversation, Buffer.concat([exchange, rest]), opening.patienceMs);
    const first = await heardTo(conversation, exchange, flow.patienceMs);
    if (first.text !== silence) return first;
    const then = await heardTo(conversation, rest, Math.max(opening.patienceMs, flow.patienceMs));
    return { ...then, text: `${silence}, then ${then.text}` };
  } finally {
    conversation.close();
  }
}

async function heardTo(conversation: Conversation, said: Buffer, patienceMs: number): Promise<Answer> {
  const from = performance.now();
  conversation.say(said);
  const text = reactionText(await reactionOf(() => conversation.hear(patienceMs)));
  return { text, tookMs: performance.now() - from };
}

/** Answers to every block, all at once so that silences don't add up. */
export async function answers(trial: Trial, flow: Flow): Promise<ReadonlyMap<string, Answer> | Trouble> {
  const names = Object.keys(blocks);
  const all = await Promise.all(names.map((name) => answerTo(trial, name, flow)));
  return all.find(isTrouble) ?? new Map(names.map((name, at) => [name, all[at] as Answer]));
}
