import { type ProtocolVersion, protocolVersions } from "../../src/probes/tls/facts.ts";
import { type OpenTarget, openTarget } from "../../src/probes/tls/open-target.ts";
import { sessionSuites } from "../../src/probes/tls/session/session-suites.ts";
import { suiteOf } from "../../src/probes/tls/tables/suites.ts";
import { endpointAddress } from "../../src/transports/endpoint-address.ts";

export interface TargetWish {
  /** Versions that the enumeration would have found. */
  readonly versions?: readonly ProtocolVersion[];
  /** Suites that it would have found before TLS 1.3; all with which a handshake can be done unless given. */
  readonly suites?: readonly number[];
  readonly timeoutMs?: number;
  readonly clientCertificate?: "none" | "requested" | "required";
  readonly maxConnections?: number;
}

/** A target at a port of this machine, as it is once the enumeration is done. */
export function tlsTarget(port: number, wish: TargetWish = {}): OpenTarget {
  const target = openTarget({
    address: endpointAddress(`https://www.example.com:${port}/`, `127.0.0.1:${port}`),
    maxConnections: wish.maxConnections ?? 200,
    maxBytes: 10_000_000,
    timeoutMs: wish.timeoutMs ?? 10_000,
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  const suites = (wish.suites ?? sessionSuites.map((it) => it.code)).map(suiteOf);
  const versions = wish.versions ?? ["TLSv1.2", "TLSv1.3"];
  target.learn({
    versions: protocolVersions.filter((it) => versions.includes(it)),
    suites: new Map(versions.filter((it) => it !== "TLSv1.3").map((it) => [it, suites])),
    groups: { tls13: [29, 23], earlier: [29, 23] },
    ...(wish.clientCertificate && { clientCertificate: wish.clientCertificate }),
  });
  return target;
}
