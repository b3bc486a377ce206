import { connect } from "node:tls";
import { lookingOptions } from "../../transports/dial.ts";
import { networkCode } from "../../transports/dial-trouble.ts";
import { certificateNames } from "../tls/certificates/names.ts";
import { kindOfHttpAnswer } from "./banner.ts";
import type { Service } from "./facts.ts";
import { greetingText } from "./greeting.ts";
import type { Line } from "./line.ts";

const mostNames = 100;

/**
 * Tries TLS on a connection that is open and quiet; `undefined` where the other side doesn't speak it. HTTP inside of it
 * is known by the protocol it agrees to (RFC 7301), or by its answer to one request.
 */
export async function tryTls(
  line: Line,
  address: { readonly host: string; readonly port: number },
  patience: { readonly ms: number; readonly bannerMs: number },
): Promise<Pick<Service, "service" | "certificateNames" | "greeting"> | undefined> {
  const { ms, bannerMs } = patience;
  const { host, port } = address;
  const options = lookingOptions({
    ...{ scheme: "https", host: "localhost", port, hostHeader: "localhost", serverName: "localhost" },
    ...{ connectHost: host, connectPort: port },
  });
  const socket = connect({ ...options, socket: line.release(), ALPNProtocols: ["http/1.1"] });
  const { promise, resolve } = Promise.withResolvers<"secure" | "alert" | "none">();
  const timer = setTimeout(() => resolve("none"), ms);
  socket.once("secureConnect", () => resolve("secure"));
  socket.once("close", () => resolve("none"));
  socket.on("error", (error) => {
    const { code, reason } = networkCode(error);
    // Only who speaks TLS sends alerts.
    resolve(/ALERT|alert/.test(`${code} ${reason}`) ? "alert" : "none");
  });
  const outcome = await promise;
  clearTimeout(timer);
  try {
    if (outcome === "none") return undefined;
    if (outcome === "alert") return { service: "tls" };
    const certificate = socket.getPeerX509Certificate();
    const names = certificate === undefined ? [] : namesOf(certificate);
    const shows = names.length > 0 && { certificateNames: names };
    if (socket.alpnProtocol === "http/1.1") return { service: "https", ...shows };
    const heard = await answerTo("", Math.min(bannerMs, ms));
    const answer = heard.length > 0 ? heard : await answerTo("GET / HTTP/1.0\r\n\r\n", ms);
    if (kindOfHttpAnswer(answer) === "http") return { service: "https", ...shows };
    // Who speaks late and no HTTP has most likely just greeted.
    const greeting = greetingText(answer);
    return { service: "tls", ...(greeting !== "" && { greeting }), ...shows };
  } finally {
    socket.destroy();
  }

  /** What the other side says inside of TLS, to nothing or to a question. */
  async function answerTo(question: string, patienceMs: number): Promise<Buffer> {
    const said = Promise.withResolvers<Buffer>();
    const nothing = () => said.resolve(Buffer.alloc(0));
    const wait = setTimeout(nothing, patienceMs);
    socket.once("data", said.resolve).once("close", nothing);
    if (question !== "") socket.write(question);
    const heard = await said.promise;
    clearTimeout(wait);
    socket.off("data", said.resolve);
    return heard;
  }
}

function namesOf(certificate: Parameters<typeof certificateNames>[0]): string[] {
  try {
    return certificateNames(certificate).slice(0, mostNames);
  } catch (error) {
    // A name with broken quoting can't be told; the certificate itself is looked at by another probe.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
