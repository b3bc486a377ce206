import type { Trouble } from "../../../transports/trouble.ts";
import { suiteOf } from "../tables/suites.ts";
import { isTrouble, type Target } from "../target.ts";
import { type ClientHello, clientHelloMessage, versionCodes } from "../wire/client-hello.ts";
import type { Flight, ServerHello } from "../wire/flight.ts";
import { FlightReader } from "../wire/flight-reader.ts";
import { contentTypes, handshakeMessage, record } from "../wire/frame.ts";
import { HandshakeAssembler, type HandshakeMessage } from "../wire/handshake-assembler.ts";
import { Reader } from "../wire/reader.ts";
import { Conversation, type Heard } from "./conversation.ts";
import { agree } from "./key-agreement.ts";
import { keyBlock, masterSecret, type PrfHash, verifyData } from "./key-schedule.ts";
import { Protection, type Spoil } from "./protection.ts";
import { type SessionSuite, sessionSuite } from "./session-suites.ts";
import { heardTrouble, nonsenseTrouble, refusalTrouble } from "./session-trouble.ts";

/** An established TLS 1.0 to 1.2 connection of which every byte can be chosen. Always `close()` it. */
export interface Session {
  readonly serverHello: ServerHello;
  readonly suite: SessionSuite;
  /** Of the client's Finished message, for renegotiation (RFC 5746). */
  readonly verifyData: Buffer;
  /** RFC 5077. */
  readonly ticket?: Buffer;
  say(type: number, content: Buffer, spoil?: Spoil): void;
  /** The next record, opened; a record that can't be opened is malformed. */
  hear(patienceMs?: number): Promise<Heard>;
  close(): void;
}

/** What was read up to some message of the server. */
interface Opening {
  readonly flight: Flight;
  readonly messages: readonly HandshakeMessage[];
}

const what = "a whole handshake";
const messageBytes = ({ type, body }: HandshakeMessage) => handshakeMessage(type, body);

/** Reads the server's first flight up to ServerHelloDone. */
export async function hearFlight(target: Target, conversation: Conversation): Promise<Opening | Trouble> {
  const reader = new FlightReader(suiteOf);
  const assembler = new HandshakeAssembler();
  const messages: HandshakeMessage[] = [];
  while (!reader.done) {
    const heard = await conversation.hear();
    if (!("record" in heard)) return heardTrouble(target, what, heard);
    const { type, version, content } = heard.record;
    reader.push(record(type, content, version));
    if (type === contentTypes.handshake) messages.push(...assembler.push(content).filter((it) => it.type !== 0));
  }
  const flight = reader.flight();
  if (flight.malformed !== undefined) return nonsenseTrouble(target, what, flight.malformed, flight.head);
  if (flight.alert) return refusalTrouble(target, what, flight.alert.description);
  return { flight, messages };
}

/** The server's second flight: perhaps a ticket, ChangeCipherSpec, and its Finished, which has to be openable. */
async function hearFinished(
  target: Target,
  conversation: Conversation,
  protection: Protection,
): Promise<{ readonly ticket?: Buffer } | Trouble> {
  const assembler = new HandshakeAssembler();
  let ticket: Buffer | undefined;
  for (let changed = false; ; ) {
    const heard = await conversation.hear();
    if (!("record" in heard)) return heardTrouble(target, what, heard);
    const { type, content } = heard.record;
    if (changed) {
      if (opened(protection, heard.record) === undefined) return nonsenseTrouble(target, what, "wrong keys");
      return ticket === undefined ? {} : { ticket };
    }
    if (type === contentTypes.alert && content[0] !== 1) return refusalTrouble(target, what, content[1] ?? 0);
    if (type === contentTypes.changeCipherSpec) changed = true;
    if (type !== contentTypes.handshake) continue;
    for (const message of assembler.push(content)) if (message.type === 4) ticket = ticketOf(message.body);
  }
}

function ticketOf(body: Buffer): Buffer | undefined {
  const reader = new Reader(body);
  reader.take(4);
  const ticket = reader.opaque16();
  return reader.failed || ticket.length === 0 ? undefined : ticket;
}

function opened(protection: Protection, { type, content }: { type: number; content: Buffer }): Buffer | undefined {
  try {
    return protection.open(type, content);
  } catch {
    return undefined;
  }
}

/** Does a whole handshake with a hello whose suites are {@link sessionSuite | known here}. */
export async function openSession(
  target: Target,
  hello: ClientHello & { readonly random: Buffer },
): Promise<Session | Trouble> {
  const connection = await target.dial();
  if (isTrouble(connection)) return connection;
  const conversation = new Conversation(connection, target.timeoutMs);
  const session = await shake(target, conversation, hello);
  if (isTrouble(session)) conversation.close();
  return session;
}

async function shake(
  target: Target,
  conversation: Conversation,
  hello: ClientHello & { readonly random: Buffer },
): Promise<Session | Trouble> {
  const sent = clientHelloMessage(hello);
  conversation.say(record(contentTypes.handshake, sent));
  const opening = await hearFlight(target, conversation);
  if (isTrouble(opening)) return opening;
  const { serverHello } = opening.flight;
  const suite = sessionSuite(serverHello?.suite ?? 0);
  const agreed = suite && agree(suite, opening.flight, versionCodes[hello.version]);
  if (!serverHello || !opening.flight.helloDone || !suite || !agreed)
    return nonsenseTrouble(target, what, "parameters that no handshake can be done with");
  const { version } = serverHello;
  const hash: PrfHash = version === 0x0303 ? suite.prf : "md5-sha1";
  const randoms = { client: hello.random, server: serverHello.random };
  const master = masterSecret(hash, agreed.premaster, randoms);
  const keys = keyBlock(hash, master, randoms, { mac: suite.macBytes, key: suite.keyBytes, iv: suite.ivBytes });
  const own = new Protection(suite, version, keys.client);
  const theirs = new Protection(suite, version, keys.server);
  const noCertificate = opening.flight.certificateRequested ? [handshakeMessage(11, Buffer.alloc(3))] : [];
  const answer = Buffer.concat([...noCertificate, handshakeMessage(16, agreed.clientKeyExchange)]);
  const transcript = Buffer.concat([sent, ...opening.messages.map(messageBytes), answer]);
  const finished = verifyData(hash, master, "client", transcript);
  conversation.say(
    Buffer.concat([
      record(contentTypes.handshake, answer, version),
      record(contentTypes.changeCipherSpec, Buffer.from([1]), version),
      own.seal(contentTypes.handshake, handshakeMessage(20, finished)),
    ]),
  );
  const done = await hearFinished(target, conversation, theirs);
  if (isTrouble(done)) return done;
  return {
    serverHello,
    suite,
    verifyData: finished,
    ...done,
    say: (type, content, spoil) => conversation.say(own.seal(type, content, spoil)),
    async hear(patienceMs) {
      const heard = await conversation.hear(patienceMs);
      if (!("record" in heard)) return heard;
      const content = opened(theirs, heard.record);
      if (content === undefined) return { malformed: "a record that the keys don't open" };
      return { record: { ...heard.record, content } };
    },
    close: () => conversation.close(),
  };
}
