import { createHash } from "node:crypto";
import { dial } from "../../transports/dial.ts";
import { timeoutTrouble } from "../../transports/dial-trouble.ts";
import { type EndpointAddress, placeOf } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { connectionOver } from "./connection.ts";
import { exchange } from "./exchange.ts";
import { slots } from "./slots.ts";
import { type StartTls, startTls } from "./start-tls.ts";
import { type Connection, isTrouble, type Known, type Target } from "./target.ts";
import { clientHello, retriedHello } from "./wire/client-hello.ts";

export interface TargetOptions {
  readonly address: EndpointAddress;
  readonly startTls?: StartTls | undefined;
  readonly trust?: string | undefined;
  readonly maxConnections: number;
  readonly maxBytes: number;
  /** For one answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: () => Date;
}

/** Polite: never more connections than this at a time. */
const atOnce = 5;

export interface OpenTarget extends Target {
  learn(known: Known): void;
  /** SHA-256, in hex, of all bytes that were received so far, as they came. */
  digest(): string;
}

/** Opens the books on one target; the first connection is only made by `dial`. */
export function openTarget(options: TargetOptions): OpenTarget {
  const { address, signal, timeoutMs } = options;
  const place = placeOf(address);
  const places = slots(atOnce, signal);
  let connections = 0;
  let bytes = 0;
  const digest = createHash("sha256");
  let known: Known = { versions: [], suites: new Map(), groups: { tls13: [], earlier: [] } };

  const overspent = (): Trouble | undefined => {
    if (signal.aborted) return timeoutTrouble(place, "the time for it was used up");
    const what =
      connections >= options.maxConnections
        ? `${options.maxConnections} connections`
        : bytes >= options.maxBytes
          ? `${options.maxBytes} bytes`
          : undefined;
    if (what === undefined) return undefined;
    return {
      kind: "budget",
      message: `the budget of ${what} for ${place} is used up`,
      wouldVerify: "allow more connections and bytes for this endpoint",
    };
  };

  const dialOnce = async (): Promise<Connection | Trouble> => {
    const free = await places.take();
    const trouble = overspent();
    if (!free) return trouble ?? timeoutTrouble(place, "the time for it was used up");
    if (trouble) {
      free();
      return trouble;
    }
    connections += 1;
    const socket = await dial({ ...address, scheme: "http" }, { timeoutMs, signal });
    if (isTrouble(socket)) {
      free();
      return socket;
    }
    socket.setNoDelay(true);
    const received = (chunk: Buffer) => {
      bytes += chunk.length;
      digest.update(chunk);
    };
    const connection = connectionOver(socket, { timeoutMs, signal }, { received, closed: free });
    if (!options.startTls) return connection;
    const refused = await startTls(options.startTls, connection, place);
    if (!refused) return connection;
    connection.close();
    return refused;
  };

  const open: Target["open"] = async (hello, again) => {
    const bytesOfHello = clientHello(hello);
    for (let tries = 0; ; tries += 1) {
      const connection = await dialOnce();
      if (isTrouble(connection)) return connection;
      const answer = await exchange(connection, bytesOfHello, timeoutMs);
      const second = answer.serverHello?.isRetryRequest ? again?.(answer.serverHello) : undefined;
      const retried = second && (await exchange(connection, retriedHello(second), timeoutMs, true));
      if (retried) return { answer: { ...answer, again: retried }, connection };
      if (answer.ending !== "reset" || answer.head.length > 0 || tries > 0) return { answer, connection };
      connection.close();
    }
  };

  const greet: Target["greet"] = async (hello, again) => {
    const opened = await open(hello, again);
    if (isTrouble(opened)) return opened;
    opened.connection.close();
    return opened.answer;
  };

  return {
    address,
    place,
    serverName: address.serverName,
    startTls: options.startTls,
    trust: options.trust,
    timeoutMs,
    signal,
    now: options.now,
    connections: () => connections,
    bytes: () => bytes,
    get known() {
      return known;
    },
    dial: dialOnce,
    open,
    greet,
    digest: () => digest.copy().digest("hex"),
    learn(it) {
      known = it;
    },
  };
}
