import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** An application server that answers every request with the request itself, as TRACE does. */
export async function startEchoBackend(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
    let asked = "";
    socket.on("data", (chunk) => {
      asked += chunk.toString("latin1");
      if (!asked.includes("\r\n\r\n")) return;
      const length = Buffer.byteLength(asked, "latin1");
      socket.end(
        `HTTP/1.1 200 OK\r\nContent-Type: message/http\r\nContent-Length: ${length}\r\n\r\n${asked}`,
        "latin1",
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
