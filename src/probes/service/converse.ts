import { isIP } from "node:net";
import { dialTrouble } from "../../transports/dial-trouble.ts";
import { kindOfBanner, kindOfHttpAnswer, soundsLikePostgresql, soundsLikeRedis } from "./banner.ts";
import type { Service } from "./facts.ts";
import { Line } from "./line.ts";
import { tryTls } from "./tls.ts";

/** What a conversation may take, in all and for each step. */
export interface Patience {
  readonly totalMs: number;
  /** How long is waited for a server that speaks first. */
  readonly bannerMs: number;
}
export const usualPatience: Patience = { totalMs: 1500, bannerMs: 350 };

export type Spoken = Pick<Service, "service" | "certificateNames" | "trouble">;

/** Where to connect, and who is known to listen there, which only changes the order of the questions. */
export interface Partner {
  readonly host: string;
  readonly port: number;
  readonly process?: string | undefined;
}

type Step = (line: Line, ms: number) => Promise<Spoken | undefined>;

const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

const postgresql: Step = async (line, ms) => {
  const heard = await line.ask(sslRequest, () => true, ms);
  return soundsLikePostgresql(heard) ? { service: "postgresql" } : undefined;
};

const redis: Step = async (line, ms) => {
  const heard = await line.ask("PING\r\n", (it) => it.includes("\n"), ms);
  return soundsLikeRedis(heard) ? { service: "redis" } : undefined;
};

// An error for plain HTTP on a TLS port, and what MongoDB says, stand in the body.
const isWholeAnswer = (heard: Buffer): boolean =>
  heard.length >= 2048 ||
  (heard.includes("HTTP/") ? /\n\r?\n[\s\S]/.test(heard.toString("latin1")) : heard.includes("\n"));

// HTTP/1.0 needs no further line: a Host line would make Redis log an attack.
const http: Step = async (line, ms) => {
  const heard = await line.ask("GET / HTTP/1.0\r\n\r\n", isWholeAnswer, ms);
  const service = kindOfHttpAnswer(heard);
  if (service !== undefined) return { service };
  return soundsLikeRedis(heard) ? redis(line, ms) : undefined;
};

const bannerThenTls =
  ({ host, port }: Partner, { bannerMs }: Patience): Step =>
  async (line, ms) => {
    const heard = await line.ask(
      "",
      (it) => kindOfBanner(it) !== undefined || it.includes("\n"),
      Math.min(bannerMs, ms),
    );
    const service = kindOfBanner(heard);
    if (service !== undefined) return { service };
    // Who has spoken first, or has hung up, is no TLS server.
    return heard.length > 0 || line.ended ? undefined : tryTls(line, { host, port }, ms);
  };

/**
 * Finds out what a listening socket speaks, in at most three connections: it waits for a banner, then says a TLS hello,
 * a plain `GET /`, a PostgreSQL SSLRequest, a Redis PING, those first that the port or its process suggests.
 */
export async function converse(partner: Partner, signal: AbortSignal, patience = usualPatience): Promise<Spoken> {
  const first = bannerThenTls(partner, patience);
  const steps: readonly Step[] =
    partner.port === 5432 || /postgres/.test(partner.process ?? "")
      ? [postgresql, first, http]
      : partner.port === 6379 || /redis|valkey/.test(partner.process ?? "")
        ? [redis, first, http]
        : [first, http, postgresql];
  const place = `${isIP(partner.host) === 6 ? `[${partner.host}]` : partner.host}:${partner.port}`;
  const end = performance.now() + patience.totalMs;
  for (const [at, step] of steps.entries()) {
    const left = end - performance.now();
    if (left <= 0 || signal.aborted) return { service: "unknown", trouble: silence(place) };
    const line = await Line.open(partner.host, partner.port, left, signal);
    if (typeof line === "string") {
      if (line === "closed" || line === "ETIMEDOUT") return { service: "unknown", trouble: silence(place) };
      return { service: "unknown", trouble: dialTrouble({ code: line }, place) };
    }
    try {
      const spoken = await step(line, Math.max(1, (end - performance.now()) / (steps.length - at)));
      if (spoken !== undefined) return spoken;
    } finally {
      line.close();
    }
  }
  return {
    service: "unknown",
    trouble: {
      kind: "unsupported",
      message: `${place} speaks nothing that Holdfast knows, or nothing in time`,
      wouldVerify: `name the process behind ${place} and what it speaks`,
    },
  };
}

function silence(place: string) {
  return {
    kind: "timeout",
    message: `${place}: it did not say in time what it speaks`,
    wouldVerify: `give more time to ${place}, or make it answer`,
  } as const;
}
