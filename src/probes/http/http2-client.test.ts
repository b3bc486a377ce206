import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createSecureServer, type Http2SecureServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { createServer, type TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { factsOf } from "../../../test/bed/http-told.ts";
import { startNginx } from "../../../test/bed/nginx.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { siteName } from "../../../test/bed/web-server.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { askOverHttp2 } from "./http2-client.ts";
import http from "./probe.ts";
import { Spending } from "./spending.ts";

const leaf = makeLeaf({ key: "ec-256", names: [`DNS:${siteName}`] });
const identity = { key: readFileSync(leaf.key), cert: readFileSync(leaf.chain) };

async function ask(port: number, paths: readonly string[], budget = {}) {
  const spending = new Spending({ ...probeContext().budget, ...budget }, new AbortController().signal);
  return askOverHttp2(endpointAddress(`https://${siteName}:${port}/`, `127.0.0.1:${port}`), paths, spending);
}

async function withServer<T>(
  answer: (stream: ServerHttp2Stream, path: string) => void,
  use: (port: number) => Promise<T>,
  { old = () => undefined }: { readonly old?: (path: string) => string | undefined } = {},
) {
  const open = new Set<TLSSocket>();
  const server: Http2SecureServer = createSecureServer({ ...identity, allowHTTP1: true });
  server.on("secureConnection", (socket) => open.add(socket));
  server.on("request", (request, response) => {
    if (request.httpVersion !== "1.1") return;
    const location = old(request.url);
    if (location !== undefined) response.writeHead(302, { location });
    response.end("old");
  });
  server.on("stream", (stream, headers) => {
    stream.on("error", () => {});
    answer(stream, String(headers[":path"]));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

test("fields keep their order and duplicates, and the body is read", async () => {
  const replies = await withServer(
    (stream, path) => {
      stream.respond([":status", "404", "server", "x", "set-cookie", "a=1", "set-cookie", "b=2"]);
      stream.end(path);
    },
    (port) => ask(port, ["/", "/none"]),
  );
  expect(replies).toMatchObject([
    { response: { httpVersion: "2", status: 404, bodyComplete: true } },
    { provenance: { request: "GET /none HTTP/2", status: 404, bytes: 5 } },
  ]);
  const [first] = replies ?? [];
  const headers = first && "response" in first ? first.response.headers.filter(([name]) => name !== "date") : [];
  expect(headers).toEqual([
    ["server", "x"],
    ["set-cookie", "a=1"],
    ["set-cookie", "b=2"],
  ]);
});

test("an endless body is cut off, a reset stream and a silent one are troubles", async () => {
  const replies = await withServer(
    (stream, path) => {
      if (path === "/reset") stream.close(2);
      if (path !== "/endless") return;
      stream.respond({ ":status": 200 });
      const pour = () => {
        while (!stream.destroyed && stream.write("more ".repeat(1000)));
      };
      stream.on("drain", pour);
      pour();
    },
    (port) => ask(port, ["/endless", "/reset", "/silent"], { timeoutMs: 2000 }),
  );
  expect(replies).toMatchObject([
    { response: { status: 200, bodyComplete: false, body: { length: 65_536 } } },
    { trouble: { kind: "unparsable" } },
    { trouble: { kind: "unparsable" } },
  ]);
});

test.each([
  ["nothing but noise", Buffer.alloc(4096, 0xa5)],
  ["an early close", Buffer.alloc(0)],
])("a server that agrees on HTTP/2 and gives %s is a trouble for each request", async (_, bytes) => {
  const server = createServer({ ...identity, ALPNProtocols: ["h2"] }, (socket) => {
    socket.on("error", () => {});
    socket.end(bytes);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const replies = await ask((server.address() as AddressInfo).port, ["/", "/none"], { timeoutMs: 2000 });
  expect(replies).toMatchObject([{ trouble: { kind: "unparsable" } }, { trouble: { kind: "unparsable" } }]);
  server.close();
});

test("the probe tells the answers over HTTP/2 beside the others", async () => {
  const told = await withServer(
    (stream) => stream.end("new"),
    (port) =>
      http.observe(endpointSubject({ url: `https://${siteName}:${port}/`, connect: "127.0.0.1" }), probeContext()),
  );
  const { exchanges } = factsOf(told, "http-answers");
  const versions = exchanges.map(({ purpose, answer }) => `${purpose} ${answer?.httpVersion}`);
  expect(versions).toEqual(expect.arrayContaining(["root 1.1", "root-http2 2", "missing-http2 2"]));
});

test("the page that the endpoint's own address leads to is looked at over HTTP/2, too", async () => {
  const home = { old: (path: string) => (path === "/" ? "/home" : undefined) };
  const told = await withServer(
    (stream) => stream.end("new"),
    (port) =>
      http.observe(endpointSubject({ url: `https://${siteName}:${port}/`, connect: "127.0.0.1" }), probeContext()),
    home,
  );
  const overHttp2 = factsOf(told, "http-answers").exchanges.filter(({ purpose }) => purpose === "root-http2");
  expect(overHttp2.map(({ target }) => target)).toEqual(["/", "/home"]);
});

test.skipIf(!testbedHas("nginx"))("nothing is told of HTTP/2 where it is not offered", async () => {
  const server = await startNginx({ variant: "good" });
  expect(await ask(server.port, ["/"])).toBeUndefined();
  await server.stop();
});
