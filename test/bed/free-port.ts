import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { runRoot } from "./run-folder.ts";

/** A port of 127.0.0.1 that the kernel just gave and that is free again; never the same one twice in a test run. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return isFirst(port) ? port : freePort();
}

/** The kernel may give a port again at once, to another worker too, while who asked first has not taken it yet. */
function isFirst(port: number): boolean {
  try {
    mkdirSync(join(runRoot(), `port-${port}`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return false;
  }
}
