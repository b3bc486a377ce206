import { timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import { suiteOf } from "../tables/suites.ts";
import { type Answer, type Connection, type Ending, isTrouble, type Target } from "../target.ts";
import { clientHelloMessage, type WireVersion } from "../wire/client-hello.ts";
import { extensionTypes } from "../wire/extension.ts";
import { record } from "../wire/frame.ts";
import { type CertificateKind, earlierHello, tls13Hello } from "./hellos.ts";
import type { Shown } from "./shown-chain.ts";
import { Tls13Flight } from "./tls13-flight.ts";
import { agreeIn, spokenGroups } from "./tls13-shares.ts";

const what = "the certificate trial";
const notTls = (target: Target, why: string, head?: Buffer): Trouble => ({
  kind: "unparsable",
  message: `${target.place}: what came in answer to ${what} can't be read (${why})`,
  wouldVerify: `have TLS spoken at ${target.place}`,
  ...(head && head.length > 0 && { excerpt: head.subarray(0, 64).toString("latin1") }),
});
const silence = (target: Target) => timeoutTrouble(target.place, `${what} was not answered in time`);

function shownBy(target: Target, answer: Answer): Shown {
  const { certificates, serverHello, stapled } = answer;
  const timestamps = serverHello?.extensions.find((it) => it.type === extensionTypes.signedCertificateTimestamp)?.data;
  if (certificates && certificates.length > 0)
    return { certificates, ...(stapled && { stapled }), ...(timestamps && { timestamps }) };
  if (answer.malformed !== undefined) return notTls(target, answer.malformed, answer.head);
  if (answer.ending === "timeout") return silence(target);
  // An alert, a suite without certificate, and a connection that is simply broken off: nothing to show for such a hello.
  return "none";
}

/** What is shown by an answer that was asked for more; `undefined` where it shows no certificate of that kind. */
export function shownAlready(target: Target, answer: Answer, kind: CertificateKind): Shown | undefined {
  const { serverHello, certificates, helloDone } = answer;
  if (!serverHello || !helloDone || !certificates || certificates.length === 0) return undefined;
  return suiteOf(serverHello.suite).authentication === kind ? shownBy(target, answer) : undefined;
}

/** What the server shows below TLS 1.3 to a hello that only a certificate of that kind answers. */
export async function showEarlier(target: Target, kind: CertificateKind, version: WireVersion): Promise<Shown> {
  const hello = earlierHello(target, kind, version);
  if (!hello) return "none";
  const answer = await target.greet(hello);
  return isTrouble(answer) ? answer : shownBy(target, answer);
}

async function readFlight(target: Target, connection: Connection, flight: Tls13Flight): Promise<Ending | undefined> {
  const deadline = performance.now() + 2 * target.timeoutMs;
  while (!flight.end) {
    const left = deadline - performance.now();
    if (left <= 0) return "timeout";
    const chunk = await connection.receive(Math.min(target.timeoutMs, Math.ceil(left)));
    if (typeof chunk === "string") return chunk;
    flight.push(chunk);
  }
  return undefined;
}

/**
 * What the server shows in TLS 1.3, where certificates are encrypted: the handshake is done far enough to open them, and
 * broken off. Groups that are not spoken here are a trouble.
 */
export async function showTls13(target: Target, kind: CertificateKind): Promise<Shown> {
  const offered = target.known.groups.tls13;
  const group = spokenGroups.find((it) => offered.length === 0 || offered.includes(it));
  if (group === undefined)
    return {
      kind: "unsupported",
      message: `${target.place} agrees on keys in no group that is spoken here`,
      wouldVerify: "offer X25519 or P-256",
    };
  const own = agreeIn(group);
  const message = clientHelloMessage(tls13Hello(target, kind, own));
  const connection = await target.dial();
  if (isTrouble(connection)) return connection;
  const flight = new Tls13Flight(message, own);
  connection.send(record(22, message));
  const ending = await readFlight(target, connection, flight);
  connection.close();
  const { end } = flight;
  if (!end) return ending === "timeout" ? silence(target) : "none";
  if ("shown" in end) return end.shown.certificates.length > 0 ? end.shown : "none";
  if ("alert" in end) return "none";
  if ("otherwise" in end)
    return {
      kind: "unsupported",
      message: `${target.place} wants ${end.otherwise} in ${what}`,
      wouldVerify: "offer TLS 1.3 with X25519 or P-256",
    };
  return notTls(target, end.malformed);
}
