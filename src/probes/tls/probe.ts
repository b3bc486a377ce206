import { endpointAddress } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe, type Told } from "../probe.ts";
import { observeCertificates } from "./certificates/observe.ts";
import { enumerate } from "./enumeration/enumerate.ts";
import { observeFeatures } from "./features/observe-features.ts";
import { observeFlaws } from "./flaws/observe-flaws.ts";
import { type OpenTarget, openTarget } from "./open-target.ts";
import { Openings } from "./openings.ts";
import { isTrouble } from "./target.ts";

const kinds = [
  "tls-protocols",
  "tls-suites",
  "tls-key-exchange",
  "tls-features",
  "tls-flaws",
  "tls-certificates",
] as const;
type Kind = (typeof kinds)[number];

const notTls: Trouble = {
  kind: "unsupported",
  message: "not a TLS endpoint: http",
  wouldVerify: "serve the endpoint with https and declare that URL",
};

const nothing = (trouble: Trouble) => kinds.map((fact) => ({ fact, provenance: [], trouble }) as Told<Kind>);

/** Time for one answer: enough for a slow server, and little enough that a silent one does not use up everything. */
const patience = ({ budget }: ProbeContext) => Math.max(100, Math.min(5000, Math.floor(budget.timeoutMs / 6)));

function provenanceOf(target: OpenTarget, what: string): readonly Provenance[] {
  const request = `${target.connections()} connections to ${target.place}: ${what}`;
  return [{ request, status: null, bytes: target.bytes(), sha256: target.digest() }];
}

export default probe({
  id: "tls",
  version: 1,
  subject: "endpoint",
  yields: kinds,
  needs: ["network"],
  title: "Protocol versions, suites, key exchange, features, flaws and certificates of a TLS endpoint",
  async observe(subject, context): Promise<readonly Told<Kind>[]> {
    const { declared } = subject;
    const address = endpointAddress(declared.url, declared.connect);
    if (address.scheme === "http") return nothing(notTls);
    const target = openTarget({
      address,
      startTls: declared.startTls,
      trust: declared.trust,
      maxConnections: context.budget.maxConnections,
      maxBytes: context.budget.maxBytes,
      timeoutMs: patience(context),
      signal: AbortSignal.any([context.signal, AbortSignal.timeout(context.budget.timeoutMs)]),
      now: context.now,
    });
    const found = await enumerate(target);
    if (isTrouble(found)) return nothing(found);
    const hellos = provenanceOf(target, "one hello each, SSLv2 to TLS 1.3");
    const { outside, ctLogs } = declared;
    const openings = new Openings(target);
    const [features, flaws, certificates] = await Promise.all([
      observeFeatures(target, openings),
      observeFlaws(target, { paddingOracles: declared.paddingOracles }, openings),
      observeCertificates(target, { outside, ...(ctLogs !== undefined && { ctLogs }) }, openings),
    ]);
    const all = provenanceOf(target, "hellos, and handshakes that try features, flaws and certificates");
    const protocols = {
      versions: found.versions,
      ...(found.clientCertificate !== undefined && { clientCertificate: found.clientCertificate }),
      ...(declared.startTls !== undefined && { startTls: declared.startTls }),
      connections: target.connections(),
    };
    return [
      { fact: "tls-protocols", provenance: hellos, facts: protocols },
      { fact: "tls-suites", provenance: hellos, facts: found.suites },
      { fact: "tls-key-exchange", provenance: hellos, facts: found.keyExchange },
      { fact: "tls-features", provenance: all, ...(isTrouble(features) ? { trouble: features } : { facts: features }) },
      { fact: "tls-flaws", provenance: all, ...(isTrouble(flaws) ? { trouble: flaws } : { facts: flaws }) },
      {
        fact: "tls-certificates",
        provenance: all,
        ...(isTrouble(certificates) ? { trouble: certificates } : { facts: certificates }),
      },
    ];
  },
});
