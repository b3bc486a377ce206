import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

const given = new Set<number>();

/** A port of 127.0.0.1 that the kernel just gave and that is free again; never the same one twice in a process. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  // The kernel may give a port again at once, while who asked first has not taken it yet.
  if (given.has(port)) return freePort();
  given.add(port);
  return port;
}
