import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

export interface RedisWish {
  /** Of the user default: nobody may ask anything before they give it. */
  readonly password?: string;
  /** Lines of an ACL file, such as `user default off`. */
  readonly users?: readonly string[];
  /** Speaks TLS on its port, and nothing else. */
  readonly tls?: LeafFiles & { readonly clients?: "yes" | "no" };
  /** More arguments, such as `--protected-mode no`. */
  readonly more?: readonly string[];
}

/** Starts Redis, which keeps nothing. */
export async function startRedis(
  wish: RedisWish = {},
): Promise<Daemon & { readonly port: number; readonly socket: string }> {
  const program = requireProgram("redis-server");
  if (program === undefined) throw new Error("redis-server is not installed");
  const port = await freePort();
  const folder = runFolder("redis");
  const socket = join(folder, "redis.sock");
  const options = ["--bind", "127.0.0.1", "--save", "", "--dir", folder, "--unixsocket", socket];
  const { tls } = wish;
  const files = tls && ["--tls-cert-file", tls.chain, "--tls-key-file", tls.key, "--tls-ca-cert-file", tls.authority];
  const ports = files
    ? ["--port", "0", "--tls-port", `${port}`, ...files, "--tls-auth-clients", tls.clients ?? "no"]
    : ["--port", `${port}`];
  const secret = wish.password === undefined ? [] : ["--requirepass", wish.password];
  const file = join(folder, "users.acl");
  if (wish.users !== undefined) writeFileSync(file, `${wish.users.join("\n")}\n`);
  const users = wish.users === undefined ? [] : ["--aclfile", file];
  const all = [...ports, ...options, ...secret, ...users, ...(wish.more ?? [])];
  return { port, socket, ...(await startDaemon(program, all, [port])) };
}
