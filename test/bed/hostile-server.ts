import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** What a hostile server does with a connection. */
export type Behaviour = (socket: Socket, request: string) => void;

const drip: Behaviour = (socket) => {
  let at = 0;
  const text = `HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n${"x".repeat(100_000)}`;
  const timer = setInterval(() => {
    socket.write(text.charAt(at));
    at += 1;
  }, 100);
  socket.on("close", () => clearInterval(timer));
};

/** Writes the same text again and again for as long as it is read. */
const endless =
  (start: string, again: string): Behaviour =>
  (socket) => {
    const block = again.repeat(Math.ceil(16_384 / again.length));
    const pour = () => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.write(start);
    socket.on("drain", pour);
    pour();
  };

const noise = Buffer.from(Array.from({ length: 4096 }, (_, at) => (at * 197 + 13) % 256));

export const behaviours: Readonly<Record<string, Behaviour>> = {
  "random bytes": (socket) => socket.end(noise),
  "one byte per tenth of a second": drip,
  "endless headers": endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n"),
  "an endless body": endless("HTTP/1.1 200 OK\r\n\r\n", "more and more "),
  "endless chunks": endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1;extension=value\r\nx\r\n"),
  "endless interim answers": endless("", "HTTP/1.1 100 Continue\r\n\r\n"),
  "a header line without an end": endless("HTTP/1.1 200 OK\r\nX-Long: ", "and longer "),
  "an early close": (socket) => socket.destroy(),
  "a close inside the header section": (socket) => socket.end("HTTP/1.1 200 OK\r\nServer: x"),
  "a length that is too large": (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nshort"),
  "a negative length": (socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nshort"),
  "endless redirects": (socket, request) => {
    const next = `/${request.length}${Math.random().toString().slice(2)}`;
    socket.write(`HTTP/1.1 302 Found\r\nLocation: ${next}\r\nContent-Length: 0\r\n\r\n`);
  },
  "no answer ever": () => {},
};

/**
 * Starts a server that behaves so towards every request, on a port of the kernel unless told otherwise; with `first` it
 * doesn't wait for one.
 */
export async function startHostileServer(behave: Behaviour, at = { host: "127.0.0.1", port: 0 }, first = false) {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
    if (first) behave(socket, "");
    else socket.on("data", (chunk) => behave(socket, chunk.toString("latin1")));
  }).listen(at);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections: () => connections,
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
