import type { Trouble } from "../../../transports/trouble.ts";
import type { ProtocolVersion } from "../facts.ts";
import { Conversation } from "../session/conversation.ts";
import { patienceAfter } from "../session/patience.ts";
import { legacyHello, suitesFor } from "../session/session-hello.ts";
import { answerTrouble, refusalTrouble } from "../session/session-trouble.ts";
import { type Answer, isTrouble, type Target } from "../target.ts";
import type { ClientHello, WireVersion } from "../wire/client-hello.ts";
import {
  alpn,
  encryptThenMac,
  extendedMasterSecret,
  extensionTypes,
  heartbeat,
  renegotiationInfo,
  sessionTicket,
  signedCertificateTimestamp,
  statusRequest,
} from "../wire/extension.ts";
import type { ServerHello } from "../wire/flight.ts";

/** Before TLS 1.3: what is asked for and answered in clear. */
export type ClearVersion = Exclude<WireVersion, "TLSv1.3">;
const clearVersions: readonly ClearVersion[] = ["TLSv1.2", "TLSv1.1", "TLSv1", "SSLv3"];

export function newestClear(versions: readonly ProtocolVersion[]): ClearVersion | undefined {
  return clearVersions.find((it) => versions.includes(it));
}

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 section 3.3), for servers that choke on extensions. */
const emptyRenegotiationInfo = 0x00ff;
const deflate = 1;

/** Named in the IANA registry of ALPN protocols, and what came before; `acme-tls/1` would change the certificate. */
export const knownProtocols: readonly string[] = [
  ...["h2", "http/1.1", "http/1.0", "spdy/3.1", "imap", "pop3", "managesieve", "ftp", "dot", "mqtt"],
  ...["xmpp-client", "xmpp-server", "postgresql", "irc", "ntske/1", "tds/8.0", "stun.turn", "webrtc", "coap"],
];

/** One hello that asks for everything that a server can only grant or leave out. */
function askForAll(target: Target, version: ClearVersion, protocols: readonly string[]): ClientHello {
  const suites = suitesFor(target, version);
  if (version === "SSLv3") return { version, suites: [...suites, emptyRenegotiationInfo], compression: [deflate, 0] };
  const more = [
    ...[renegotiationInfo(), extendedMasterSecret(), encryptThenMac(), statusRequest(), sessionTicket()],
    ...[heartbeat(), signedCertificateTimestamp()],
    ...(protocols.length > 0 ? [alpn(protocols)] : []),
  ];
  return { ...legacyHello(target, { version, suites }, more), compression: [deflate, 0] };
}

/** What that hello's ServerHello grants. */
export interface Granted {
  readonly version: ClearVersion;
  readonly answer: Answer & { readonly serverHello: ServerHello };
  has(extension: number): boolean;
  /** Chosen by ALPN. */
  readonly protocol?: string;
}

/** The same where it stands: at the end of the answer, mostly at ServerHelloDone. */
interface OpenGranted {
  readonly granted: Granted;
  readonly conversation: Conversation;
  /** How long silence has to last before it counts as the server's answer, by how quick it was so far. */
  readonly patienceMs: number;
}

/** The protocol of an ALPN extension with exactly one. */
export function chosenProtocol(hello: ServerHello): string | undefined {
  const data = hello.extensions.find((it) => it.type === extensionTypes.alpn)?.data;
  if (data === undefined || data.length < 4 || data.readUInt8(2) !== data.length - 3) return undefined;
  return data.toString("latin1", 3);
}

const noApplicationProtocol = 120;

/** Sends it; a server that knows none of the protocols is asked again without them. Close the conversation. */
export async function openForAll(target: Target, version: ClearVersion): Promise<OpenGranted | Trouble> {
  const what = "a hello that asks for every feature";
  let from = performance.now();
  let opened = await target.open(askForAll(target, version, knownProtocols));
  if (!isTrouble(opened) && opened.answer.alert?.description === noApplicationProtocol) {
    opened.connection.close();
    from = performance.now();
    opened = await target.open(askForAll(target, version, []));
  }
  if (isTrouble(opened)) return opened;
  const { answer, connection } = opened;
  const { serverHello } = answer;
  if (!serverHello) {
    connection.close();
    return answerTrouble(target, what, answer) ?? refusalTrouble(target, what, answer.alert?.description ?? 0);
  }
  const trouble = answerTrouble(target, what, answer);
  if (trouble) {
    connection.close();
    return trouble;
  }
  const protocol = chosenProtocol(serverHello);
  return {
    granted: {
      version,
      answer: { ...answer, serverHello },
      has: (extension) => serverHello.extensions.some((it) => it.type === extension),
      ...(protocol !== undefined && { protocol }),
    },
    conversation: new Conversation(connection, target.timeoutMs),
    patienceMs: patienceAfter(target, performance.now() - from),
  };
}
