import { databaseAddress } from "../../src/probes/database/address.ts";
import { Line } from "../../src/probes/database/line.ts";
import { RedisClient } from "../../src/probes/redis/client.ts";

/** A connection of the test's own to a Redis on this machine. */
export async function redisClient(port: number): Promise<RedisClient> {
  const limits = { signal: new AbortController().signal, timeoutMs: 300_000, maxBytes: 1e9 };
  return new RedisClient(await Line.open(databaseAddress(`127.0.0.1:${port}`, port), limits));
}
