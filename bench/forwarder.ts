/**
 * A process of its own that passes TCP connections on to one port, counts them, and can make the way longer. What it is
 * told and tells goes by IPC: `{ to, ports, delayMs }` first, then it answers `"count"` with the connections and the bytes both ways so far.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

interface Order {
  readonly to: number;
  readonly ports: number;
  readonly delayMs: number;
}

let connections = 0;
let bytes = 0;

/**
 * With a delay, every answer comes that much later. The kernel completes the TCP handshake at once, so the first bytes of
 * the client wait for the round trip that it would have cost.
 */
function pass(client: Socket, { to, delayMs }: Order): void {
  connections += 1;
  const server = connect({ port: to, host: "127.0.0.1" });
  const later = (act: () => void) => (delayMs > 0 ? void setTimeout(act, delayMs) : act());
  for (const socket of [client, server]) socket.setNoDelay(true);
  let isFirst = true;
  let waiting = 0;
  for (const socket of [client, server])
    socket.on("data", (chunk) => {
      bytes += chunk.length;
    });
  client.on("data", (chunk) => {
    if (!isFirst && waiting === 0) return void server.write(chunk);
    isFirst = false;
    waiting += 1;
    later(() => {
      waiting -= 1;
      server.write(chunk);
    });
  });
  client.on("end", () => later(() => server.end()));
  server.on("data", (chunk) => later(() => client.write(chunk)));
  server.on("end", () => later(() => client.end()));
  client.on("error", () => server.destroy());
  server.on("error", () => later(() => client.resetAndDestroy()));
  client.on("close", () => server.destroy());
}

async function open(order: Order): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (client) => pass(client, order)).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

process.on("message", async (message: Order | "count") => {
  if (message === "count") return void process.send?.({ connections, bytes });
  const ports = await Promise.all(Array.from({ length: message.ports }, () => open(message)));
  process.send?.({ ports });
});
process.on("disconnect", () => process.exit(0));
