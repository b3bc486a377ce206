import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

const fields = [
  "X-Powered-By: Express/4.17.1",
  "Server: Werkzeug/2.0.1 Python/3.9.2",
  "Set-Cookie: session=0123456789abcdef; Path=/",
  "Content-Type: text/html",
  "Connection: close",
];
const page = "<!doctype html><html><head><title>Shop</title></head><body><h1>Our shop</h1></body></html>\n";
const trace =
  "<!doctype html><html><body><pre>Error: nothing here\n    at find (/srv/shop/routes/find.js:12:7)\n</pre></body></html>\n";

/** Answer to a request of which the head has come. */
function answerTo(head: string): string {
  const [line = "", ...lines] = head.split("\r\n");
  const [sent = "", target = ""] = line.split(" ");
  const fieldOf = (name: RegExp) => lines.find((it) => name.test(it))?.replace(/^[^:]*:\s*/, "");
  const method = (sent === "POST" && fieldOf(/^x-(?:http-)?method(?:-override)?:/i)) || sent;
  const origin = fieldOf(/^origin:/i);
  const cors = origin ? [`Access-Control-Allow-Origin: ${origin}`, "Access-Control-Allow-Credentials: true"] : [];
  const found = target === "/" || !["GET", "HEAD", "OPTIONS"].includes(method);
  const body = found ? (["GET", "HEAD"].includes(method) ? page : head) : trace;
  const status = found ? (method === "POST" ? "201 Created" : "200 OK") : "404 Not Found";
  const length = `Content-Length: ${Buffer.byteLength(body, "latin1")}`;
  const sentBody = method === "HEAD" ? "" : body;
  return `HTTP/1.1 ${status}\r\n${[...fields, ...cors, length].join("\r\n")}\r\n\r\n${sentBody}`;
}

/**
 * An application with every fault that a server in front of it can mend: no security headers, its stack in headers and
 * error pages, a bare cookie, any method served and echoed, headers that override the method, every origin trusted.
 */
export async function startCarelessApplication(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => socket.destroy());
    let asked = "";
    socket.on("data", (chunk) => {
      asked += chunk.toString("latin1");
      if (asked.includes("\r\n\r\n")) socket.end(answerTo(asked), "latin1");
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
