import type { Socket } from "node:net";
import type { EndpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { ProtocolVersion, Suite } from "./facts.ts";
import type { StartTls } from "./start-tls.ts";
import type { ClientHello } from "./wire/client-hello.ts";
import type { Flight, ServerHello } from "./wire/flight.ts";

/** How a connection came to an end, other than by us. */
export type Ending = "end" | "reset" | "timeout";

/** A TCP connection to the target on which TLS can start (STARTTLS has been spoken). Always `close()` it. */
export interface Connection {
  /** For `node:tls`: `connect({ socket })`. Don't use it together with `send` and `receive`. */
  readonly socket: Socket;
  send(bytes: Buffer): void;
  /** The next bytes as they come, or how it ended; `timeoutMs` is the target's unless given. */
  receive(timeoutMs?: number): Promise<Buffer | Ending>;
  close(): void;
}

/** What the server said to one hello. `ending` is absent where it had said all (ServerHelloDone, an alert, TLS 1.3's hello). */
export type Answer = Flight & {
  readonly ending?: Ending;
  /** What it said to the hello that followed its HelloRetryRequest. */
  readonly again?: Answer;
};

/** What is said to a HelloRetryRequest. */
export type SecondHello = (asked: ServerHello) => ClientHello | undefined;

/** What the enumeration found out before features, flaws and certificates are looked at. */
export interface Known {
  /** Versions that are offered, the oldest first. */
  readonly versions: readonly ProtocolVersion[];
  /** Suites of each of these; in the server's order where it has one. */
  readonly suites: ReadonlyMap<ProtocolVersion, readonly Suite[]>;
  /** Code points of the groups that TLS 1.3, and earlier versions, accept. */
  readonly groups: { readonly tls13: readonly number[]; readonly earlier: readonly number[] };
  readonly clientCertificate?: "none" | "requested" | "required";
  /** Schemes that sign handshakes of TLS 1.3; absent where that could not be told. */
  readonly tls13Schemes?: readonly number[];
  /** What the newest version before TLS 1.3 answered in passing. */
  readonly inPassing?: {
    /** To a hello that asks for no ticket, with the name. */
    readonly sessionId: Buffer;
    readonly certificate?: Buffer;
    /** Whether RFC 7366 was granted with a block suite; absent where none was chosen. */
    readonly encryptThenMac?: boolean;
  };
}

/** One TLS server with its budget. At most five connections are open at a time; `dial` waits for its turn. */
export interface Target {
  readonly address: EndpointAddress;
  /** `host:port`, for sentences. */
  readonly place: string;
  /** Sent as SNI unless a hello says otherwise; absent for IP addresses. */
  readonly serverName: string | undefined;
  readonly startTls: StartTls | undefined;
  /** PEM file with the estate's own certification authorities. */
  readonly trust: string | undefined;
  /** For one answer of the server. */
  readonly timeoutMs: number;
  /** Ends when the time for the whole target is used up. */
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Connections made so far. */
  connections(): number;
  /** Bytes received so far. */
  bytes(): number;
  /** Empty until the enumeration is done. */
  readonly known: Known;
  /** Connects and speaks STARTTLS; every call is counted and capped (a trouble of kind `budget`). */
  dial(): Promise<Connection | Trouble>;
  /**
   * Sends one hello on a connection of its own and reads the server's first flight. A reset before any answer is tried
   * once more. `again` may have a second hello for a server that asks for one (HelloRetryRequest). Never throws for what
   * the server does.
   */
  greet(hello: ClientHello, again?: SecondHello): Promise<Answer | Trouble>;
  /** The same with the connection left open, to be closed by who asked. */
  open(
    hello: ClientHello,
    again?: SecondHello,
  ): Promise<{ readonly answer: Answer; readonly connection: Connection } | Trouble>;
}

/** Whether something is a trouble. */
export function isTrouble(it: object): it is Trouble {
  return "wouldVerify" in it;
}
