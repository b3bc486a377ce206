import { constants, type KeyObject, publicEncrypt, randomBytes, X509Certificate } from "node:crypto";
import type { Trouble } from "../../../transports/trouble.ts";
import { type Legacy, legacyHello } from "../session/session-hello.ts";
import { nonsenseTrouble } from "../session/session-trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { versionCodes } from "../wire/client-hello.ts";
import { contentTypes, handshakeMessage, record } from "../wire/frame.ts";
import { opaque16, u16 } from "../wire/write.ts";
import { openClear } from "./clear-opening.ts";
import { type Flaw, flaw, undecided } from "./flaw.ts";
import { reactionOf, reactionText } from "./reaction.ts";
import { vulnerableWhere } from "./repeated.ts";
import { unlistedTrouble } from "./unlisted.ts";

const id = "robot";

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

/** With all that a client says then, or with the key exchange alone: some servers answer the second at once. */
type Flow = "whole" | "short";

interface Trial {
  readonly target: Target;
  readonly version: Legacy;
  readonly suites: readonly number[];
}

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

/** What one block is answered with. */
async function answerTo(trial: Trial, name: string, flow: Flow): Promise<string | Trouble> {
  const { target, version, suites } = trial;
  const opening = await openClear(target, legacyHello(target, { version, suites }));
  if (isTrouble(opening)) return opening;
  const { conversation, flight, patienceMs } = opening;
  try {
    const server = rsaKey(flight.certificates?.[0]);
    const block = blocks[name];
    if (!server || !block) return nonsenseTrouble(target, "a hello for RSA key exchange", "no RSA certificate");
    const plain = block(server.bytes, versionCodes[version]);
    const encrypted = publicEncrypt({ key: server.key, padding: constants.RSA_NO_PADDING }, plain);
    const noCertificate = flight.certificateRequested ? [handshakeMessage(11, Buffer.alloc(3))] : [];
    const { version: code } = flight.serverHello;
    const said = Buffer.concat([...noCertificate, handshakeMessage(16, opaque16(encrypted))]);
    // As long as a Finished message is under any cipher; that it is wrong is always found after the key exchange.
    const rest = [record(20, Buffer.from([1]), code), record(contentTypes.handshake, randomBytes(64), code)];
    conversation.say(Buffer.concat([record(contentTypes.handshake, said, code), ...(flow === "whole" ? rest : [])]));
    return reactionText(await reactionOf(() => conversation.hear(patienceMs)));
  } finally {
    conversation.close();
  }
}

/** Answers to every block, all at once so that silences don't add up. */
async function round(trial: Trial, flow: Flow): Promise<ReadonlyMap<string, string> | Trouble> {
  const names = Object.keys(blocks);
  const answers = await Promise.all(names.map((name) => answerTo(trial, name, flow)));
  const told = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    const answer = answers[at];
    if (answer === undefined) continue;
    if (typeof answer !== "string") return answer;
    told.set(name, answer);
  }
  return told;
}

/** TLS version and suites with which the key exchange is RSA encryption; export suites use another key. */
function rsaWish(target: Target): Omit<Trial, "target"> | undefined {
  for (const version of ["TLSv1.2", "TLSv1.1", "TLSv1"] as const) {
    const suites = target.known.suites.get(version) ?? [];
    const codes = suites.filter((it) => it.keyExchange === "RSA" && !it.exportGrade).map((it) => it.code);
    if (codes.length > 0) return { version, suites: codes };
  }
  return undefined;
}

/**
 * ROBOT: a server that answers a wrong padding of the encrypted secret in another way than a right one decrypts for anybody
 * who asks often enough (RFC 5246 section 7.4.7.1 says how it must not). Only whether answers differ is looked at.
 */
export async function tryRobot(target: Target): Promise<Flaw> {
  const wish = rsaWish(target);
  if (!wish) {
    const unlisted = unlistedTrouble(target);
    return unlisted ? undecided(id, unlisted) : flaw(id, "safe", "RSA key exchange is not offered from TLS 1.0 on");
  }
  if (target.known.clientCertificate === "required")
    return undecided(id, {
      kind: "denied",
      message: `${target.place} demands a client certificate before it looks at the key exchange`,
      wouldVerify: `a client certificate that ${target.place} accepts`,
    });
  const trial = { target, ...wish };
  for (const flow of ["whole", "short"] as const) {
    const found = await vulnerableWhere(target, () => round(trial, flow));
    if (isTrouble(found)) return undecided(id, found);
    if (found.differ.length > 0)
      return flaw(id, "vulnerable", `wrong paddings are told apart from a right one: ${found.told}`);
  }
  return flaw(id, "safe", "a right and four wrong paddings are answered alike");
}
