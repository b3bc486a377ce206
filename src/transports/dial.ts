import { connect as connectTcp, type Socket } from "node:net";
import {
  type ConnectionOptions,
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from "node:tls";
import { dialTrouble, timeoutTrouble } from "./dial-trouble.ts";
import { type EndpointAddress, placeOf } from "./endpoint-address.ts";
import type { Trouble } from "./trouble.ts";

/** Every suite that the library knows, also those that no client should accept: bad servers must be looked at, too. */
const everyCipher = [
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_128_CCM_SHA256",
  "TLS_AES_128_CCM_8_SHA256",
  "ALL",
  "COMPLEMENTOFALL",
  "@SECLEVEL=0",
].join(":");

const legacyServerConnect = 0x4;

/** Options of a TLS connection that looks at a server without judging it: any version, any suite, any certificate. */
export function lookingOptions(address: EndpointAddress): ConnectionOptions {
  return {
    host: address.connectHost,
    port: address.connectPort,
    ...(address.serverName !== undefined && { servername: address.serverName }),
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
    minVersion: "TLSv1",
    ciphers: everyCipher,
    secureOptions: legacyServerConnect,
    minDHSize: 1,
  };
}

let context: SecureContext | undefined;

/** One for all connections: making one takes longer than a handshake, and its memory is freed late. */
function lookingContext(options: ConnectionOptions): SecureContext {
  context ??= createSecureContext(options);
  return context;
}

/**
 * Opens a TCP connection, with TLS unless for `http` (the certificate is not verified: who looks at it is another probe).
 * Gives the connected socket, or the trouble; `signal` and `timeoutMs` end it early. `protocols` are offered by ALPN.
 */
export async function dial(
  address: EndpointAddress,
  limits: { readonly timeoutMs: number; readonly signal: AbortSignal },
  protocols: readonly string[] = ["http/1.1"],
): Promise<Socket | TLSSocket | Trouble> {
  const place = placeOf(address);
  if (limits.signal.aborted) return timeoutTrouble(place, "the time for it was used up before connecting");
  const looking = lookingOptions(address);
  const socket =
    address.scheme !== "http"
      ? connectTls({ ...looking, secureContext: lookingContext(looking), ALPNProtocols: [...protocols] })
      : connectTcp({ host: address.connectHost, port: address.connectPort });
  const { promise, resolve } = Promise.withResolvers<Error | "timeout" | undefined>();
  const timedOut = () => resolve("timeout");
  const timer = setTimeout(timedOut, limits.timeoutMs);
  limits.signal.addEventListener("abort", timedOut, { once: true });
  socket.once(address.scheme !== "http" ? "secureConnect" : "connect", () => resolve(undefined));
  socket.on("error", resolve);
  const failure = await promise;
  clearTimeout(timer);
  limits.signal.removeEventListener("abort", timedOut);
  if (failure === undefined) return socket;
  socket.destroy();
  if (failure === "timeout") return timeoutTrouble(place, "the connection was not set up in time");
  return dialTrouble(failure, place);
}
