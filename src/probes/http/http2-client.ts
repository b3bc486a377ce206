import { createHash } from "node:crypto";
import type { ClientHttp2Session } from "node:http2";
import { TLSSocket } from "node:tls";
import { dial } from "../../transports/dial.ts";
import { timeoutTrouble } from "../../transports/dial-trouble.ts";
import { type EndpointAddress, placeOf } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import { ByteStore } from "./byte-store.ts";
import type { Reply } from "./client.ts";
import type { ParsedResponse } from "./response-parser.ts";
import type { Spending } from "./spending.ts";

const bodyBytes = 64 * 1024;
/** Error code CANCEL (RFC 9113 section 7). */
const cancel = 0x08;

/** Header fields of a flat list of names and values, without pseudo-headers. */
function fieldsOf(flat: readonly string[]): readonly (readonly [string, string])[] {
  const fields: [string, string][] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const name = flat[at] ?? "";
    if (!name.startsWith(":")) fields.push([name, flat[at + 1] ?? ""]);
  }
  return fields;
}

/** Sends one GET over a session; the reply is an answer or the trouble, and it never throws for what the server does. */
async function ask(
  session: ClientHttp2Session,
  address: EndpointAddress,
  path: string,
  spending: Spending,
): Promise<Reply> {
  const request = { method: "GET", target: path };
  const body = new ByteStore(bodyBytes);
  const hash = createHash("sha256");
  let bytes = 0;
  let head: Pick<ParsedResponse, "status" | "headers"> | undefined;
  const { promise, resolve } = Promise.withResolvers<"done" | "cut" | "failed">();
  const stream = session.request({
    ":method": "GET",
    ":path": path,
    ":scheme": "https",
    ":authority": address.hostHeader,
    "user-agent": "Holdfast",
    accept: "*/*",
    "accept-encoding": "identity",
  });
  stream.on("response", (headers, _flags, flat: unknown) => {
    const list = Array.isArray(flat) ? flat.map(String) : [];
    head = { status: headers[":status"] ?? 0, headers: fieldsOf(list) };
  });
  const onData = (chunk: Buffer) => {
    bytes += chunk.length;
    hash.update(chunk);
    spending.receive(chunk.length);
    if (body.append(chunk) < chunk.length || spending.bytesLeft === 0) resolve("cut");
  };
  stream.on("data", onData);
  stream.on("end", () => resolve("done")).on("error", () => resolve("failed"));
  stream.on("close", () => resolve("failed"));
  session.once("close", () => resolve("failed"));
  const late = () => resolve(head === undefined ? "failed" : "cut");
  const timer = setTimeout(late, spending.requestMs);
  spending.signal.addEventListener("abort", late, { once: true });
  const ended = await promise;
  clearTimeout(timer);
  spending.signal.removeEventListener("abort", late);
  stream.off("data", onData).close(cancel);
  const provenance = {
    request: `GET ${path} HTTP/2`,
    status: head?.status ?? null,
    bytes,
    sha256: hash.digest("hex"),
  };
  if (head === undefined)
    return { request, provenance, trouble: noAnswer(address, "gave no whole answer over HTTP/2"), connected: true };
  const response = {
    ...{ httpVersion: "2", reason: "", body: body.take(), trailers: [], reusable: false },
    ...head,
    bodyComplete: ended === "done",
  };
  return { request, provenance, response };
}

function noAnswer(address: EndpointAddress, what: string): Trouble {
  const place = placeOf(address);
  return {
    kind: "unparsable",
    message: `${place} agreed on HTTP/2 and ${what}`,
    wouldVerify: `let ${place} answer over HTTP/2, or not offer it`,
  };
}

/**
 * The answers over HTTP/2 to GET requests for these paths, over one connection; `undefined` where the server does not
 * offer it by ALPN (RFC 9113 section 3.2), and no list of paths is long enough to matter.
 */
export async function askOverHttp2(
  address: EndpointAddress,
  paths: readonly string[],
  spending: Spending,
): Promise<readonly Reply[] | undefined> {
  if (address.scheme !== "https" || (spending.exhausted() ?? spending.connect())) return undefined;
  const limits = { timeoutMs: spending.requestMs, signal: spending.signal };
  const socket = await dial(address, limits, ["h2", "http/1.1"]);
  // Whatever keeps the connection from coming about is told by the requests over HTTP/1.1.
  if ("kind" in socket) return undefined;
  if (!(socket instanceof TLSSocket) || socket.alpnProtocol !== "h2") {
    socket.destroy();
    return undefined;
  }
  // Loaded late: it takes a while, and not every endpoint speaks it.
  const { connect } = await import("node:http2");
  const session = connect(`https://${address.hostHeader}`, {
    createConnection: () => socket,
    settings: { enablePush: false, maxHeaderListSize: 64 * 1024 },
    maxSessionMemory: 2,
  });
  session.on("error", () => session.destroy());
  try {
    const replies: Reply[] = [];
    for (const path of paths) {
      if (session.closed || session.destroyed) {
        const trouble = spending.signal.aborted
          ? timeoutTrouble(placeOf(address), "the time for it was used up")
          : noAnswer(address, "closed the connection early");
        const provenance = { request: `GET ${path} HTTP/2`, status: null, bytes: 0, sha256: emptySha256 };
        replies.push({ request: { method: "GET", target: path }, provenance, trouble, connected: true });
      } else replies.push(await ask(session, address, path, spending));
    }
    return replies;
  } finally {
    session.destroy();
    socket.destroy();
  }
}

const emptySha256 = createHash("sha256").digest("hex");
