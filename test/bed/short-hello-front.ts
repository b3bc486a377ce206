import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** Record and handshake headers, version, random value: then come the session id and the suites of a ClientHello. */
const sessionIdAt = 5 + 4 + 2 + 32;

/** None in what is no record of a handshake, such as a hello of SSL 2.0. */
function suitesIn(hello: Buffer): number {
  if (hello[0] !== 22) return 0;
  const suitesAt = sessionIdAt + 1 + (hello[sessionIdAt] ?? 0);
  return hello.length < suitesAt + 2 ? 0 : hello.readUInt16BE(suitesAt) / 2;
}

/** Starts what stands before a TLS server at that port and ends connections whose hello has more than 127 suites. */
export async function startShortHelloFront(port: number, ending: "closes" | "says nothing") {
  const open = new Set<Socket>();
  const server = createServer((outer) => {
    open.add(outer);
    outer.on("error", () => outer.destroy()).on("close", () => open.delete(outer));
    outer.once("data", (hello) => {
      if (suitesIn(hello) > 127) {
        if (ending === "closes") outer.end();
        return;
      }
      const inner = connect(port, "127.0.0.1");
      inner.on("error", () => outer.destroy()).on("close", () => outer.destroy());
      outer.on("close", () => inner.destroy());
      inner.write(hello);
      outer.pipe(inner).pipe(outer);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
