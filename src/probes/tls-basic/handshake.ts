import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { lookingOptions } from "../../transports/dial.ts";
import { networkCode } from "../../transports/dial-trouble.ts";
import type { EndpointAddress } from "../../transports/endpoint-address.ts";
import type { tlsVersions } from "./facts.ts";

export type TlsVersion = (typeof tlsVersions)[number];

export interface HandshakeOptions {
  /** Only this version; without it any. */
  readonly version?: TlsVersion;
  /** The roots that the chain is verified against, in PEM; with none no chain is completed from them. */
  readonly roots: readonly string[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

interface KeyExchange {
  readonly type: string;
  readonly name?: string;
  readonly bits?: number;
}

/** What one handshake showed, also where it failed in the end (a demanded client certificate, for example). */
export interface Handshake {
  /** `timeout`, or the error that ended it; absent where it was completed. */
  readonly failure?: "timeout" | Error;
  /** Whether the TCP connection had come about. */
  readonly connected: boolean;
  readonly version?: string;
  readonly cipherSuite?: string;
  readonly keyExchange?: KeyExchange;
  /** DER of the certificates, leaf first, as sent; empty where none came. */
  readonly chain: readonly Buffer[];
  /** Whether the chain leads to one of the roots; absent where no certificate was verified. */
  readonly verified?: { readonly trusted: boolean; readonly code?: string };
  readonly ocspStapled: boolean;
  /** What the server sent, for telling whether it was TLS at all. */
  readonly bytes: number;
}

/** The certificates in the order in which each issues the one before; a self-issued one ends it. */
function chainOf(socket: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  const seen = new Set<string>();
  let at: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (at?.raw && !seen.has(at.fingerprint256)) {
    seen.add(at.fingerprint256);
    chain.push(at.raw);
    at = at.issuerCertificate;
  }
  return chain;
}

function keyExchangeOf(socket: TLSSocket): KeyExchange | undefined {
  const info = socket.getEphemeralKeyInfo() as { type?: string; name?: string; size?: number } | null;
  if (!info?.type) return undefined;
  return {
    type: info.type,
    ...(info.name !== undefined && { name: info.name }),
    ...(info.size !== undefined && { bits: info.size }),
  };
}

/** The library's own verdict on the chain, which it also has where the handshake fails later. */
function verifiedOf(socket: TLSSocket): Handshake["verified"] {
  const handle = (socket as { _handle?: { verifyError?: () => unknown } })._handle;
  if (typeof handle?.verifyError !== "function") return undefined;
  const error = handle.verifyError();
  if (!error) return { trusted: true };
  return { trusted: false, code: networkCode(error).code || "UNVERIFIED" };
}

/** Makes one TLS connection, looks at what the server shows, and closes it. Never throws for what the server does. */
export async function shakeHands(address: EndpointAddress, options: HandshakeOptions): Promise<Handshake> {
  const { promise, resolve } = Promise.withResolvers<"timeout" | Error | undefined>();
  if (options.signal.aborted) return { failure: "timeout", connected: false, chain: [], ocspStapled: false, bytes: 0 };
  const versions = options.version && { minVersion: options.version, maxVersion: options.version };
  const socket = connect({ ...lookingOptions(address), ...versions, ca: [...options.roots], requestOCSP: true });
  let connected = false;
  let ocspStapled = false;
  let shown: Pick<Handshake, "chain" | "verified"> = { chain: [] };
  const look = () => {
    if (shown.chain.length > 0) return;
    const chain = chainOf(socket);
    const verified = verifiedOf(socket);
    if (chain.length > 0) shown = { chain, ...(verified && { verified }) };
  };
  const timedOut = () => resolve("timeout");
  const timer = setTimeout(timedOut, options.timeoutMs);
  options.signal.addEventListener("abort", timedOut, { once: true });
  socket.on("connect", () => {
    connected = true;
  });
  socket.on("OCSPResponse", (staple: Buffer | null) => {
    ocspStapled = staple !== null && staple.length > 0;
  });
  // Keys are made after the server's certificate came: the last moment to see it before a refusal destroys the socket.
  socket.on("keylog", look);
  socket.on("secureConnect", () => resolve(undefined));
  socket.on("error", resolve);
  socket.on("close", () => resolve(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
  const failure = await promise;
  clearTimeout(timer);
  options.signal.removeEventListener("abort", timedOut);
  const bytes = socket.bytesRead;
  if (failure === undefined) look();
  const keyExchange = failure === undefined ? keyExchangeOf(socket) : undefined;
  const version = failure === undefined ? socket.getProtocol() : null;
  const found: Handshake = {
    ...(failure !== undefined && { failure }),
    connected,
    ...(version && { version, cipherSuite: socket.getCipher().standardName }),
    ...(keyExchange && { keyExchange }),
    ...shown,
    ocspStapled,
    bytes,
  };
  socket.destroy();
  return found;
}
