import { createHash, createHmac } from "node:crypto";
import http from "../../src/probes/http/probe.ts";
import tls from "../../src/probes/tls/probe.ts";
import { endpointSubject, probeContext } from "./observe.ts";
import { siteName, type WebServer } from "./web-server.ts";

const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const hexDigits = "0123456789abcdef";

/** Dates of every recording: a certificate of 30 days. */
const notBefore = "2026-01-01T00:00:00.000Z";
const notAfter = "2026-01-31T00:00:00.000Z";
const httpDate = /[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT/;

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Apache tells the library's version beside its own, and distributions renew the library more often. */
const libraryVersion = /\bOpenSSL\/[\w.-]+/g;

/** The length of a body that is told whole, after what differs in it was replaced. */
function steadyLength(body: string, headers: Json | undefined): { [key: string]: Json } {
  const bytes = Buffer.byteLength(body);
  if (!Array.isArray(headers)) return { bodyBytes: bytes };
  const told = headers.map((it) => (Array.isArray(it) && it[0] === "Content-Length" ? [it[0], String(bytes)] : it));
  return { bodyBytes: bytes, headers: told };
}

/** Replaces what differs from one run to the next: ports, dates, entity tags, keys, serial numbers, the library. */
function steady(value: Json, server: WebServer, key = ""): Json {
  if (typeof value === "string") {
    if (key === "notBefore") return notBefore;
    if (key === "notAfter") return notAfter;
    if (key === "certificateSha256") return digest("the certificate for no name");
    return value
      .replaceAll(String(server.port), "18443")
      .replaceAll(String(server.plainPort), "18080")
      .replaceAll(libraryVersion, "OpenSSL/3.0.19")
      .replace(httpDate, "Thu, 01 Jan 2026 00:00:00 GMT");
  }
  if (Array.isArray(value)) {
    // Apache lists methods in the order of a hash table that is salted anew each time.
    if (key === "allow") return value.map(String).sort();
    if (value[0] === "Allow") return ["Allow", String(value[1]).split(",").sort().join(",")];
    if (typeof value[0] === "string" && value[0].toLowerCase() === "etag")
      return [value[0], 'W/"98439a-2d-660d39b540844"'];
    return value.map((it) => steady(it, server));
  }
  // How many of its connections a server ends early depends on timing.
  if (key === "connections") return 4;
  if (value === null || typeof value !== "object") return value;
  const steadied: Record<string, Json> = Object.fromEntries(
    Object.entries(value).map(([name, it]) => [name, steady(it, server, name)]),
  );
  const { bodyStart, bodySha256, subject } = steadied;
  const whole = "bodyStart" in value && value["bodyBytes"] === Buffer.byteLength(String(value["bodyStart"]));
  if (typeof subject === "string") {
    for (const name of ["serial", "sha256", "spkiSha256"]) steadied[name] = digest(`${name} of ${subject}`);
    return steadied;
  }
  if (typeof bodyStart !== "string" || bodySha256 === undefined) return steadied;
  return {
    ...steadied,
    ...(whole && bodyStart !== "" ? steadyLength(bodyStart, steadied["headers"]) : {}),
    bodySha256: digest(bodyStart),
  };
}

/** What both probes tell of a server of the test bed, by kind of fact, without what differs between runs. */
export async function recordedFacts(server: WebServer): Promise<ReadonlyMap<string, Json>> {
  const subject = endpointSubject({
    url: `https://${siteName}:${server.port}/`,
    connect: "127.0.0.1",
    plain: `http://${siteName}:${server.plainPort}/`,
    trust: server.authority,
  });
  const context = {
    ...probeContext(),
    // Enough for a server that speaks everything old, which takes a handshake for each of its suites.
    budget: { ...probeContext().budget, maxConnections: 400 },
    random: (characters: number) => hexDigits.repeat(Math.ceil(characters / 16)).slice(0, characters),
    fingerprint: (secret: string | Buffer) =>
      createHmac("sha256", "recording").update(secret).digest("hex").slice(0, 16),
  };
  const told = [...(await http.observe(subject, context)), ...(await tls.observe(subject, context))];
  const facts = new Map<string, Json>();
  for (const it of told) {
    if (!("facts" in it)) throw new Error(`${it.fact}: ${it.trouble.message}`);
    facts.set(it.fact, steady(JSON.parse(JSON.stringify(it.facts)) as Json, server));
  }
  return facts;
}
