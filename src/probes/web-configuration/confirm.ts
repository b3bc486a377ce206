import pLimit from "p-limit";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { HttpClient } from "../http/client.ts";
import type { ParsedResponse } from "../http/response-parser.ts";
import type { Spending } from "../http/spending.ts";
import type { Provenance } from "../observation.ts";
import type { StaticFinding } from "./configured.ts";
import type { WebFinding } from "./facts.ts";

const atOnce = 4;

/** Asks this machine once for each finding whether it is there; harmless requests only, which change nothing. */
export async function confirmed(findings: readonly StaticFinding[], spending: Spending) {
  const limit = pLimit(atOnce);
  const provenance: Provenance[] = [];
  const told = await Promise.all(
    findings.map((it) =>
      limit(async (): Promise<WebFinding> => {
        const { at: _at, request: _request, method: _method, ...finding } = it;
        return { ...finding, extensions: [...it.extensions], confirmation: await ask(it, spending, provenance) };
      }),
    ),
  );
  return { findings: told, provenance };
}

async function ask(
  { at, request, kind, method = "GET" }: StaticFinding,
  spending: Spending,
  provenance: Provenance[],
): Promise<WebFinding["confirmation"]> {
  const listen = at.listens[0];
  if (request === undefined || listen === undefined || !request.startsWith("/") || /[\s\0]/.test(request))
    return {
      trouble: {
        kind: "unsupported",
        message: "the configuration gives no address that could be asked for it",
        wouldVerify: "ask for it by hand, or switch it off",
      },
    };
  const name = at.names.find((it) => /^[\w.-]+$/.test(it)) ?? "localhost";
  const host = listen.address ?? "127.0.0.1";
  const url = `${listen.tls ? "https" : "http"}://${name}:${listen.port}/`;
  const client = new HttpClient(
    endpointAddress(url, host.includes(":") ? `[${host}]:${listen.port}` : `${host}:${listen.port}`),
    spending,
  );
  try {
    const reply = await client.ask({ method, target: request });
    provenance.push(reply.provenance);
    if ("trouble" in reply) return { trouble: reply.trouble };
    const outcome = shows[kind](reply.response, request, method) ? "confirmed" : "unconfirmed";
    return { outcome, request: reply.provenance.request, status: reply.response.status };
  } finally {
    client.close();
  }
}

const shows: {
  readonly [K in WebFinding["kind"]]: (answer: ParsedResponse, request: string, method: string) => boolean;
} = {
  // Only a folder that is really there is answered with its own path and a slash.
  "alias-traversal": ({ status, headers: fields }, request) =>
    status === 301 && (fieldOf(fields, "location") ?? "").endsWith(`${request}/`),
  listing: ({ status, body }) => status === 200 && /<title>Index of /i.test(body.toString("latin1")),
  "status-page": ({ status, body }) =>
    status === 200 &&
    /^Active connections: |Apache (?:Server )?(?:Status|Information)|Server (?:Status|Information)|Balancer Manager|Statistics Report for/m.test(
      body.toString("latin1"),
    ),
  // Only an interpreter misses its file in these words, and only a gateway says that it isn't there; whoever doesn't
  // know a method of WebDAV says 405, and not that something is missing.
  handler: ({ status, headers: fields, body }, _request, method) =>
    fieldOf(fields, "dav") !== undefined ||
    (method === "COPY" && status === 400) ||
    [502, 503, 504].includes(status) ||
    fieldOf(fields, "x-powered-by") !== undefined ||
    /^(?:File not found\.|No input file specified\.)\s*$/.test(body.toString("latin1")),
};

function fieldOf(fields: ParsedResponse["headers"], name: string): string | undefined {
  return fields.find(([it]) => it.toLowerCase() === name)?.[1];
}
