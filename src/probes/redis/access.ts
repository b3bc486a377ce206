import type { Trouble } from "../../transports/trouble.ts";
import { type Door, isTrouble, type Speech } from "../database/door.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { RedisClient } from "./client.ts";
import { RedisError, type Reply } from "./resp.ts";

type Access = FactsOf<"database-access">;
type Attempt = Access["attempts"][number];

/** Passwords of the examples in handbooks and images; the values stay in this file. */
const wellKnown = ["", "redis", "password", "foobared"];
/** How Redis is spoken with. */
export const redisSpeech: Speech<RedisClient, Reply> = {
  client: (line) => new RedisClient(line),
  greet: (client) => client.ask("PING"),
};

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
export async function defaultAttempts(door: Door<RedisClient>): Promise<readonly Attempt[]> {
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
export function plaintextAttempt(greeting: Reply | Trouble, door: Door<RedisClient>, user: string): Attempt {
  const attempt = { kind: "plaintext", user, tls: false } as const;
  if (door.secured !== undefined) return { ...attempt, result: "refused", detail: "the port speaks TLS only" };
  const { result, detail } = anonymousAttempt(greeting, false);
  return { ...attempt, result, ...(detail !== undefined && { detail }) };
}
