import { isIP } from "node:net";
import { dialTrouble } from "../../transports/dial-trouble.ts";
import { startTlsDialogs } from "../tls/start-tls-dialogs.ts";
import {
  kindOfBanner,
  kindOfHttpAnswer,
  soundsLikeLdap,
  soundsLikeMemcached,
  soundsLikePostgresql,
  soundsLikeRedis,
} from "./banner.ts";
import type { Service } from "./facts.ts";
import { greetingText, isWholeGreeting } from "./greeting.ts";
import { httpAnswerOf } from "./http-answer.ts";
import { askInClear } from "./in-clear.ts";
import { Line } from "./line.ts";
import { tryTls } from "./tls.ts";

/** What a conversation may take, in all and for each step. */
export interface Patience {
  readonly totalMs: number;
  /** How long is waited for a server that speaks first. */
  readonly bannerMs: number;
}
export const usualPatience: Patience = { totalMs: 1500, bannerMs: 350 };

/** Ports of FTP, SSH, Telnet, SMTP, POP3, IMAP, rsync and MySQL, with TLS too, where a busy server is worth waiting for. */
const greetingPorts = new Set([21, 22, 23, 25, 110, 143, 465, 587, 873, 990, 993, 995, 3306]);

export type Spoken = Omit<Service, "port" | "address" | "scope" | "process">;

/** Where to connect, and who is known to listen there, which only changes the order of the questions. */
export interface Partner {
  readonly host: string;
  readonly port: number;
  readonly process?: string | undefined;
}

type Step = (line: Line, ms: number) => Promise<Spoken | undefined>;

/** Recognises a service by what it says to its own protocol's request for TLS. */
const byRequestForTls =
  (service: "postgresql" | "ldap", soundsLikeIt: (heard: Buffer) => boolean): Step =>
  async (line, ms) => {
    const [request] = startTlsDialogs[service];
    if (request === undefined) return undefined;
    const heard = await line.ask(request.send, (it) => request.hear(it) !== "more", ms);
    return soundsLikeIt(heard) ? { service, startTls: request.hear(heard) === "agreed" } : undefined;
  };
const postgresql = byRequestForTls("postgresql", soundsLikePostgresql);
const ldap = byRequestForTls("ldap", soundsLikeLdap);

const memcached: Step = async (line, ms) => {
  const heard = await line.ask("version\r\n", (it) => it.includes("\n"), ms);
  return soundsLikeMemcached(heard) ? { service: "memcached" } : undefined;
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
  const answer = service === "http" ? httpAnswerOf(heard) : undefined;
  if (service !== undefined) return { service, ...(answer !== undefined && { http: answer }) };
  if (/^ERROR\r\n/.test(heard.toString("latin1"))) return memcached(line, ms);
  return soundsLikeRedis(heard) ? redis(line, ms) : undefined;
};

const bannerThenTls =
  ({ host, port }: Partner, { bannerMs }: Patience): Step =>
  async (line, ms) => {
    const heard = await line.ask("", isWholeGreeting, Math.min(bannerMs, ms));
    const service = kindOfBanner(heard);
    const greeting = greetingText(heard);
    if (service !== undefined) {
      const inClear = await askInClear(service, heard, line, ms);
      return { service, ...(service !== "telnet" && greeting !== "" && { greeting }), ...inClear };
    }
    // Who has spoken first, or has hung up, is no TLS server.
    if (heard.length > 0) return { service: "unknown", greeting, trouble: strange(`${host}:${port}`) };
    return line.ended ? undefined : tryTls(line, { host, port }, { ms, bannerMs });
  };

/**
 * Finds out what a listening socket speaks, in at most three connections: it waits for a banner, then says a TLS hello,
 * a plain `GET /`, a PostgreSQL SSLRequest, a Redis PING, LDAP's request for TLS, those first that the port or its process
 * suggests. Who has greeted in clear text is asked whether it offers TLS and takes passwords without; nobody logs in.
 */
export async function converse(partner: Partner, signal: AbortSignal, usual = usualPatience): Promise<Spoken> {
  const patience = greetingPorts.has(partner.port)
    ? { totalMs: 4 * usual.totalMs, bannerMs: 4 * usual.bannerMs }
    : usual;
  const first = bannerThenTls(partner, patience);
  const steps: readonly Step[] =
    partner.port === 5432 || /postgres/.test(partner.process ?? "")
      ? [postgresql, first, http]
      : partner.port === 6379 || /redis|valkey/.test(partner.process ?? "")
        ? [redis, first, http]
        : partner.port === 389 || /slapd|ns-slapd/.test(partner.process ?? "")
          ? [ldap, first, http]
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
  return { service: "unknown", trouble: strange(place) };
}

function strange(place: string) {
  return {
    kind: "unsupported",
    message: `${place} speaks nothing that Holdfast knows, or nothing in time`,
    wouldVerify: `name the process behind ${place} and what it speaks`,
  } as const;
}

function silence(place: string) {
  return {
    kind: "timeout",
    message: `${place}: it did not say in time what it speaks`,
    wouldVerify: `give more time to ${place}, or make it answer`,
  } as const;
}
