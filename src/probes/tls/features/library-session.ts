import { setTimeout as sleep } from "node:timers/promises";
import { type ConnectionOptions, connect } from "node:tls";
import { lookingOptions } from "../../../transports/dial.ts";
import { dialTrouble, timeoutTrouble } from "../../../transports/dial-trouble.ts";
import type { Trouble } from "../../../transports/trouble.ts";
import { isTrouble, type Target } from "../target.ts";

/** What one connection of the TLS library showed. */
export interface LibrarySession {
  readonly version: string;
  /** The last session that the server gave, encoded by the library; absent where it gave none. */
  readonly session?: Buffer;
  readonly reused: boolean;
  readonly protocol?: string;
  readonly stapled: boolean;
  readonly certificate?: Buffer;
  /** What the server had against it once the handshake was done for us. */
  readonly afterwards?: Trouble;
}

export interface LibraryWish {
  readonly session?: Buffer;
  readonly protocols?: readonly string[];
  readonly withoutName?: boolean;
  /** Waits for the tickets that come after a handshake of TLS 1.3. */
  readonly awaitTickets?: boolean;
}

function optionsFor(target: Target, wish: LibraryWish): ConnectionOptions {
  const { servername: _ours, ...looking } = lookingOptions(target.address);
  const name = wish.withoutName ? undefined : target.serverName;
  return {
    ...looking,
    requestOCSP: true,
    ...(name !== undefined && { servername: name }),
    ...(wish.session && { session: wish.session }),
    ...(wish.protocols && { ALPNProtocols: [...wish.protocols] }),
  };
}

/** Time in which tickets come by themselves, before the server is made to answer by our close. */
const graceMs = 300;

/** Makes one connection with `node:tls` and lets the server end it after us, so that it has said all it had to say. */
export async function librarySession(target: Target, wish: LibraryWish = {}): Promise<LibrarySession | Trouble> {
  const connection = await target.dial();
  if (isTrouble(connection)) return connection;
  const secured = Promise.withResolvers<Error | "timeout" | undefined>();
  const closed = Promise.withResolvers<Error | "timeout" | undefined>();
  const ticketed = Promise.withResolvers<void>();
  let session: Buffer | undefined;
  let stapled = false;
  const socket = connect({ ...optionsFor(target, wish), socket: connection.socket });
  socket.on("session", (given: Buffer) => {
    session = given;
    ticketed.resolve();
  });
  socket.on("OCSPResponse", (staple: Buffer | null) => {
    stapled = staple !== null && staple.length > 0;
  });
  socket.once("secureConnect", () => secured.resolve(undefined));
  socket.on("error", (error) => {
    secured.resolve(error);
    closed.resolve(error);
  });
  socket.on("close", () => {
    secured.resolve(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    closed.resolve(undefined);
  });
  const timedOut = () => {
    secured.resolve("timeout");
    closed.resolve("timeout");
  };
  const timer = setTimeout(timedOut, target.timeoutMs);
  target.signal.addEventListener("abort", timedOut, { once: true });
  try {
    const failure = await secured.promise;
    if (failure !== undefined) return libraryTrouble(target, failure);
    const protocol = socket.alpnProtocol;
    const version = socket.getProtocol() ?? "unknown";
    const certificate = socket.getPeerCertificate().raw as Buffer | undefined;
    const reused = socket.isSessionReused();
    let afterwards: Trouble | undefined;
    if (wish.awaitTickets && version === "TLSv1.3" && session === undefined) {
      socket.resume();
      // The socket keeps the process alive; the rest of the time must not, once the tickets are there.
      await Promise.race([ticketed.promise, closed.promise, sleep(graceMs, undefined, { ref: false })]);
      if (session === undefined) {
        socket.end();
        const end = await Promise.race([closed.promise, ticketed.promise]);
        if (end !== undefined) afterwards = libraryTrouble(target, end);
      }
    }
    return {
      version,
      reused,
      stapled,
      ...(session && { session }),
      ...(typeof protocol === "string" && { protocol }),
      ...(certificate && { certificate }),
      ...(afterwards && { afterwards }),
    };
  } finally {
    clearTimeout(timer);
    target.signal.removeEventListener("abort", timedOut);
    socket.destroy();
    connection.close();
  }
}

function libraryTrouble(target: Target, failure: Error | "timeout"): Trouble {
  if (failure === "timeout") return timeoutTrouble(target.place, "the TLS connection did not end in time");
  return dialTrouble(failure, target.place);
}
