import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createPlainServer } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { AddressInfo, Socket } from "node:net";
import { makeLeaf } from "./certificates.ts";
import { goodHeaders } from "./good-headers.ts";
import { siteName, type Variant, type WebServer } from "./web-server.ts";

const policyOf = (nonce: string) =>
  `script-src 'nonce-${nonce}' 'strict-dynamic'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'`;
const fixedNonce = "bm90LXJlYWxseS1yYW5kb20tYXQtYWxs";
const html = (head: string, text: string) =>
  `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body><h1>${text}</h1></body></html>`;

type Fields = Readonly<Record<string, string | readonly string[]>>;
interface Said {
  readonly status: number;
  readonly fields: Fields;
  readonly body: string;
}

/** The fields of a site that is in order; each answer has a nonce of its own. */
function goodFields(nonce = randomBytes(18).toString("base64")): Fields {
  const fields = goodHeaders.filter(([name]) => name !== "Content-Security-Policy");
  return { ...Object.fromEntries(fields), "Content-Security-Policy": policyOf(nonce) };
}

function pageAt(path: string, origin: string): Said {
  const fields = { ...goodFields(), "Content-Type": "text/html; charset=utf-8" };
  if (path === "/old") return { status: 301, fields: { ...fields, Location: "/" }, body: "" };
  if (path === "/") return { status: 200, fields, body: html('<script src="/app.js"></script>', "Welcome") };
  if (path === "/report" || path === "/meta") return { status: 200, fields, body: html("", path) };
  if (path === "/app.js")
    return { status: 200, fields: { ...fields, "Content-Type": "text/javascript; charset=utf-8" }, body: "run();" };
  if (path === "/api") return { status: 200, fields: { ...fields, "Content-Type": "application/json" }, body: "[]" };
  return { status: 404, fields, body: html("", `Nothing here for ${origin === "" ? "you" : "others"}`) };
}

/** What one kind of answer has wrong, while the others are in order. */
function spoiled(said: Said, path: string, request: Http2ServerRequest): Said {
  const { origin = "" } = request.headers;
  const without = (...names: readonly string[]): Fields =>
    Object.fromEntries(Object.entries(said.fields).filter(([name]) => !names.includes(name)));
  if (request.httpVersion === "2.0") return { ...said, fields: without("Referrer-Policy") };
  if (path === "/") {
    const cookies = ["__Host-id=1234; Path=/app; Secure; HttpOnly; SameSite=Lax", "sid=1234; Secure; SameSite=Lax"];
    return { ...said, fields: { ...said.fields, ...goodFields(fixedNonce), "Set-Cookie": cookies } };
  }
  if (path === "/old") return { ...said, fields: without("Strict-Transport-Security") };
  if (path === "/app.js") return { ...said, fields: without("X-Content-Type-Options") };
  if (path === "/api") {
    const allowed = { "Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true" };
    return { ...said, fields: { ...said.fields, ...(origin === "" ? {} : allowed) } };
  }
  if (path === "/report") {
    const fields = without("Content-Security-Policy");
    return { ...said, fields: { ...fields, "Content-Security-Policy-Report-Only": policyOf(fixedNonce) } };
  }
  if (path === "/meta") return { ...said, body: html('<meta name="referrer" content="unsafe-url">', "Meta") };
  return { ...said, fields: without("X-Frame-Options", "Content-Security-Policy") };
}

/** Which method counts, and what a site that is not in order does for it. */
function answerTo(request: Http2ServerRequest, variant: Variant): Said {
  const { pathname: path } = new URL(request.url, "https://localhost");
  const overridden = variant === "bad" ? request.headers["x-http-method-override"] : undefined;
  const method = request.method === "POST" && typeof overridden === "string" ? overridden : request.method;
  const good = pageAt(path, request.headers.origin ?? "");
  const page = variant === "bad" ? spoiled(good, path, request) : good;
  if (method === "GET" || method === "HEAD") return page;
  const echo = Object.entries(request.headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  if (variant === "bad" && method === "TRACE")
    return { ...page, status: 200, fields: { ...page.fields, "Content-Type": "message/http" }, body: echo };
  if (variant === "bad" && method === "PUT") return { ...page, status: 201, body: "stored" };
  return { ...page, status: 405, body: html("", "Not so") };
}

function give(request: Http2ServerRequest, response: Http2ServerResponse, variant: Variant): void {
  const { status, fields, body } = answerTo(request, variant);
  response.statusCode = status;
  for (const [name, value] of Object.entries(fields)) response.setHeader(name, value);
  response.end(request.method === "HEAD" ? "" : body);
}

/**
 * Starts a site over HTTP/1.1, HTTP/2 and plain HTTP whose answers are all in order, or each of which has something else
 * wrong that the endpoint's own page alone would not show. Its plain twin redirects for good, or for a while.
 */
export async function startDisagreeingSite(variant: Variant): Promise<WebServer> {
  const leaf = makeLeaf({ key: "ec-256", names: [`DNS:${siteName}`] });
  const identity = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain), allowHTTP1: true };
  const open = new Set<Socket>();
  const secure = createSecureServer(identity, (request, response) => give(request, response, variant));
  const plain = createPlainServer((request, response) => {
    const { port } = secure.address() as AddressInfo;
    const location = `https://${siteName}:${port}${request.url}`;
    response.writeHead(variant === "bad" ? 302 : 301, { Location: location }).end();
  });
  for (const server of [secure, plain]) {
    server.on("connection", (socket: Socket) => open.add(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const portOf = (server: typeof secure | typeof plain) => (server.address() as AddressInfo).port;
  const stop = async () => {
    for (const socket of open) socket.destroy();
    secure.close();
    plain.close();
  };
  return { port: portOf(secure), plainPort: portOf(plain), authority: leaf.authority, pid: process.pid, stop };
}
