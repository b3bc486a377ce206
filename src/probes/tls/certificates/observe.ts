import { isIP } from "node:net";
import type { Trouble } from "../../../transports/trouble.ts";
import type { ProtocolVersion, TlsCertificates } from "../facts.ts";
import type { Openings } from "../openings.ts";
import { isTrouble, type Target } from "../target.ts";
import type { WireVersion } from "../wire/client-hello.ts";
import { type Anchors, anchorsOf } from "./anchors.ts";
import { lookUpCaa } from "./caa.ts";
import { chainFacts } from "./chain-facts.ts";
import { type CertificateKind, certificateKinds, schemesOf } from "./hellos.ts";
import { knownLogs } from "./known-logs.ts";
import { rootsOf } from "./roots.ts";
import { showEarlier, shownAlready, showTls13 } from "./show.ts";
import type { Shown, ShownChain } from "./shown-chain.ts";
import type { KnownLogs } from "./timestamp-signature.ts";

/** What the estate says of how certificates are looked at. */
export interface CertificateOptions {
  /** Whether OCSP servers, revocation lists and the DNS may be asked. */
  readonly outside: boolean;
  /** JSON file with the certificate transparency logs whose keys are known. */
  readonly ctLogs?: string;
  /** DNS servers instead of the machine's own. */
  readonly dnsServers?: readonly string[];
}

interface Looking {
  readonly target: Target;
  readonly anchors: Anchors;
  readonly logs: KnownLogs;
  readonly options: CertificateOptions;
  readonly shared: Openings | undefined;
}

const isEarlier = (version: ProtocolVersion): version is Exclude<WireVersion, "TLSv1.3"> =>
  version !== "SSLv2" && version !== "TLSv1.3";

/** What the server shows for that kind of certificate: below TLS 1.3, where that is in clear, otherwise in TLS 1.3. */
async function show(target: Target, kind: CertificateKind, shared: Openings | undefined): Promise<Shown> {
  const { versions, tls13Schemes } = target.known;
  const granted = await shared?.granted();
  const already = granted && !isTrouble(granted) ? shownAlready(target, granted.answer, kind) : undefined;
  if (already) return already;
  const earlier = versions.length === 0 ? "TLSv1.2" : versions.findLast(isEarlier);
  const shown = earlier === undefined ? "none" : await showEarlier(target, kind, earlier);
  const signs = tls13Schemes === undefined || tls13Schemes.some((it) => schemesOf[kind].includes(it));
  const tryTls13 = kind !== "DSS" && (versions.length === 0 || (versions.includes("TLSv1.3") && signs));
  if (!tryTls13 || (shown !== "none" && !isTrouble(shown))) return shown;
  const shownLater = await showTls13(target, kind);
  return shown !== "none" && (shownLater === "none" || isTrouble(shownLater)) ? shown : shownLater;
}

/** Kinds that are worth a connection: DSS only where a suite of it is known. */
function kindsFor({ known }: Target): readonly CertificateKind[] {
  const hasDss = [...known.suites.values()].flat().some((it) => it.authentication === "DSS");
  return certificateKinds.filter((kind) => kind !== "DSS" || hasDss);
}

async function caaOf({ target, options }: Looking) {
  const name = target.serverName;
  if (!options.outside || name === undefined || isIP(name) !== 0) return undefined;
  const servers = options.dnsServers && { servers: options.dnsServers };
  return lookUpCaa(name, { timeoutMs: target.timeoutMs, signal: target.signal, ...servers });
}

async function collect(looking: Looking) {
  const chains: TlsCertificates["chains"] = [];
  const troubles: { about: string; trouble: Trouble }[] = [];
  const seen = new Set<string>();
  for (const kind of kindsFor(looking.target)) {
    const shown: Shown = await show(looking.target, kind, looking.shared);
    if (shown === "none") continue;
    const facts = isTrouble(shown) ? shown : await factsOnce(looking, shown, seen);
    if (facts === undefined) continue;
    if ("kind" in facts && "wouldVerify" in facts) troubles.push({ about: kind, trouble: facts });
    else chains.push(facts);
  }
  return { chains, troubles };
}

/** A server that has one certificate may show it whatever it is asked for. */
async function factsOnce(looking: Looking, shown: ShownChain, seen: Set<string>) {
  const [leaf] = shown.certificates;
  const id = leaf?.toString("base64") ?? "";
  if (seen.has(id)) return undefined;
  seen.add(id);
  const { target, anchors, logs, options } = looking;
  const host = target.address.host;
  const limits = { timeoutMs: target.timeoutMs, signal: target.signal, now: target.now() };
  return chainFacts(shown, { host, place: target.place, anchors, logs, outside: options.outside, limits });
}

/**
 * Looks at every certificate chain that a TLS server shows, for ECDSA and RSA each, exactly as sent. Gives the trouble
 * where none could be seen; where only one kind could not, that is among the facts.
 */
export async function observeCertificates(
  target: Target,
  options: CertificateOptions = { outside: false },
  shared?: Openings,
): Promise<TlsCertificates | Trouble> {
  const roots = await rootsOf(target.trust);
  if ("wouldVerify" in roots) return roots;
  const logs = await knownLogs(options.ctLogs);
  const known: KnownLogs = "wouldVerify" in logs ? new Map() : logs;
  const looking = { target, anchors: anchorsOf(roots.pem), logs: known, options, shared };
  const { chains, troubles } = await collect(looking);
  if ("wouldVerify" in logs) troubles.push({ about: "certificate transparency logs", trouble: logs });
  if (chains.length === 0)
    return (
      troubles[0]?.trouble ?? {
        kind: "unsupported",
        message: `${target.place} shows no certificate`,
        wouldVerify: "let it use a cipher suite with a certificate",
      }
    );
  const caa = await caaOf(looking);
  return {
    serverName: target.address.host,
    roots: roots.which,
    chains,
    ...(caa && { caa }),
    ...(troubles.length > 0 && { troubles }),
  };
}
