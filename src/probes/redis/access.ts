import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "../database/address.ts";
import { Line, type LineLimits, type Secured } from "../database/line.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { RedisClient } from "./client.ts";
import { RedisError, type Reply } from "./resp.ts";

type Access = FactsOf<"database-access">;
type Attempt = Access["attempts"][number];

/** How the server is talked to: its port speaks TLS or it doesn't, never both. */
export interface Door {
  readonly secured?: Secured;
  readonly open: () => Promise<RedisClient>;
}

/** Passwords of the examples in handbooks and images; the values stay in this file. */
const wellKnown = ["", "redis", "password", "foobared"];
const mostHelloMs = 5000;

/** Finds out how the port speaks. @throws TroubleError where nothing there answers like Redis */
export async function findDoor(
  address: DatabaseAddress,
  limits: LineLimits,
  authorities: string | undefined,
): Promise<{ readonly door: Door; readonly greeting: Reply | Trouble }> {
  const openPlain = async () => new RedisClient(await Line.open(address, limits));
  // A TLS server waits for the rest of its hello when it hears a few bytes only; it gets the time of an answer.
  const short = { ...limits, timeoutMs: Math.min(mostHelloMs, limits.timeoutMs) };
  const first = new RedisClient(await Line.open(address, short));
  const plain = await pinged(first);
  if (!isTrouble(plain)) return { door: { open: openPlain }, greeting: plain };
  if ("path" in address) throw new TroubleError(plain);
  let secured: Secured | undefined;
  const openTls = async () => {
    const line = await Line.open(address, limits);
    secured = await line.secure(authorities);
    return new RedisClient(line);
  };
  let client: RedisClient;
  try {
    client = await openTls();
  } catch (error) {
    // What it said to the first words in clear text tells more than that it isn't TLS.
    if (error instanceof TroubleError) throw new TroubleError(plain);
    throw error;
  }
  const greeting = await pinged(client);
  const demandsCertificate = isTrouble(greeting) && greeting.kind === "denied";
  if (isTrouble(greeting) && !demandsCertificate) throw new TroubleError(greeting);
  return { door: { ...(secured !== undefined && { secured }), open: openTls }, greeting };
}

const isTrouble = (it: Reply | Trouble): it is Trouble =>
  it !== null && typeof it === "object" && !(it instanceof RedisError) && "wouldVerify" in it;

async function pinged(client: RedisClient): Promise<Reply | Trouble> {
  try {
    return await client.ask("PING");
  } catch (error) {
    if (error instanceof TroubleError) return error.trouble;
    throw error;
  } finally {
    client.line.close();
  }
}

/** What one gets by saying nothing of oneself. */
export function anonymousAttempt(greeting: Reply | Trouble, tls: boolean): Attempt {
  const attempt = { kind: "anonymous", user: "", tls } as const;
  if (greeting === "PONG") return { ...attempt, result: "accepted" };
  if (isTrouble(greeting))
    return { ...attempt, result: "refused", method: "client-certificate", detail: greeting.message };
  if (!(greeting instanceof RedisError))
    return { ...attempt, result: "unclear", detail: "it answered PING with something else" };
  const detail = greeting.message.slice(0, 200);
  switch (greeting.code) {
    case "NOAUTH":
      return { ...attempt, result: "authentication", method: "password" };
    case "DENIED":
      return { ...attempt, result: "refused", detail: "protected mode" };
    // It let us in as the user default, who may not even ask for a sign of life; whether it may do more, its rules tell.
    default:
      return { ...attempt, result: "unclear", detail };
  }
}

/** Who is turned away before a password is asked for, has no use for one. */
export function turnedAway({ tls, detail }: Attempt): Attempt {
  return { kind: "default", user: "default", tls, result: "refused", ...(detail !== undefined && { detail }) };
}

/** Well-known passwords of the user default, once each; none where no password is asked for. */
export async function defaultAttempts(door: Door): Promise<readonly Attempt[]> {
  const tls = door.secured !== undefined;
  const client = await door.open();
  try {
    const attempts: Attempt[] = [];
    for (const password of wellKnown) {
      // With one argument, servers before users (6.0) understand it, too.
      const reply = await client.ask("AUTH", password);
      const detail = password === "" ? "an empty password" : "a well-known password";
      const failed = reply instanceof RedisError;
      const refused = failed && /^(?:WRONGPASS|ERR invalid password)/.test(reply.message);
      const result = failed ? (refused ? "refused" : "unclear") : reply === "OK" ? "accepted" : "unclear";
      attempts.push({ kind: "default", user: "default", tls, result, method: "password", detail });
      if (result === "accepted") break;
    }
    return attempts;
  } finally {
    client.line.close();
  }
}

/** What became of clear text at this port. */
export function plaintextAttempt(greeting: Reply | Trouble, door: Door, user: string): Attempt {
  const attempt = { kind: "plaintext", user, tls: false } as const;
  if (door.secured !== undefined) return { ...attempt, result: "refused", detail: "the port speaks TLS only" };
  const { result, detail } = anonymousAttempt(greeting, false);
  return { ...attempt, result, ...(detail !== undefined && { detail }) };
}
