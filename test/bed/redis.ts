import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Starts Redis, which keeps nothing; with a password nobody may ask it anything before they give it. */
export async function startRedis(password?: string): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("redis-server");
  if (program === undefined) throw new Error("redis-server is not installed");
  const port = await freePort();
  const options = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", runFolder("redis")];
  const secret = password === undefined ? [] : ["--requirepass", password];
  return { port, ...(await startDaemon(program, [...options, ...secret], [port])) };
}
