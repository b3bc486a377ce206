import type { Trouble } from "../../../transports/trouble.ts";
import type { TlsChain } from "../facts.ts";
import type { Anchors } from "./anchors.ts";
import { type ReadCertificate, readCertificate } from "./certificate.ts";
import { type JudgedChain, judgeChain } from "./chain.ts";
import { oids } from "./extensions.ts";
import { namesCover } from "./names.ts";
import { judgeOcsp, type OcspVerdict } from "./ocsp-verdict.ts";
import { askRevocation, type OutsideLimits, saidByOcsp } from "./revocation.ts";
import type { ShownChain } from "./shown-chain.ts";
import { embeddedTimestamps, readTimestamps, type SignedTimestamp } from "./signed-timestamps.ts";
import { type KnownLogs, type Logged, timestampSignature } from "./timestamp-signature.ts";

export interface ChainContext {
  /** Name or IP address that the endpoint is reached by. */
  readonly host: string;
  readonly place: string;
  readonly anchors: Anchors;
  readonly logs: KnownLogs;
  /** Whether OCSP servers and revocation lists may be asked. */
  readonly outside: boolean;
  readonly limits: OutsideLimits;
}

const ocspTimestamps = "1.3.6.1.4.1.11129.2.4.5";
const kindNames: Readonly<Record<string, string>> = { rsa: "RSA", "rsa-pss": "RSA", ec: "ECDSA", dsa: "DSS" };
/** No honest server sends that many. */
const mostCertificates = 50;

function unreadable(der: Buffer, at: number, place: string): Trouble {
  return {
    kind: "unparsable",
    message: `certificate ${at + 1} of those that ${place} sends can't be read`,
    wouldVerify: "a certificate that follows RFC 5280",
    excerpt: der.toString("base64").slice(0, 200),
  };
}

/** Earliest time that a Date can hold; a timestamp past it is shown as that. */
const latestTime = 8.64e15;

function timestampFacts(found: readonly SignedTimestamp[], logged: Logged, logs: KnownLogs): TlsChain["scts"] {
  return found.map((it) => ({
    logId: it.logId.toString("hex"),
    timestamp: new Date(Math.min(Number(it.timestamp), latestTime)).toISOString(),
    source: logged.source,
    signature: timestampSignature(it, logged, logs),
  }));
}

function stapledFacts(it: OcspVerdict): NonNullable<TlsChain["stapled"]> {
  return {
    status: it.status,
    signatureValid: it.signatureValid,
    ...(it.thisUpdate && { thisUpdate: it.thisUpdate.toISOString() }),
    ...(it.nextUpdate && { nextUpdate: it.nextUpdate.toISOString() }),
  };
}

async function revocationOfLeaf(
  leaf: ReadCertificate,
  seen: { readonly judged: JudgedChain; readonly issuer: ReadCertificate | undefined; readonly staple?: OcspVerdict },
  context: ChainContext,
): Promise<TlsChain["revocation"]> {
  const stapled = seen.staple && saidByOcsp(seen.staple, context.limits.now);
  if (typeof stapled === "string")
    return { state: stapled, by: "stapling", detail: "the answer that the server staples" };
  const because = stapled ? `the stapled answer is of no use: ${stapled.why}; ` : "";
  const notAsked = (why: string) => ({ state: "not-asked", by: "nothing", detail: because + why }) as const;
  if (leaf.facts.selfSigned) return notAsked("nobody but itself could revoke a self-signed certificate");
  if (!context.outside) return notAsked("the estate does not allow asking outside (outside: false)");
  // Anybody can write URLs into a certificate that nobody vouches for.
  if (!seen.issuer || !seen.judged.trusted) return notAsked("its chain is not trusted, so neither are the URLs in it");
  const said = await askRevocation(leaf, seen.issuer, context.limits);
  return { ...said, detail: because + said.detail };
}

/** What is known of the leaf, unless one of the authorities above it is revoked. */
async function revocationOf(
  leaf: ReadCertificate,
  seen: Parameters<typeof revocationOfLeaf>[1],
  context: ChainContext,
): Promise<TlsChain["revocation"]> {
  const said = await revocationOfLeaf(leaf, seen, context);
  const { path, trusted } = seen.judged;
  if (said.state === "revoked" || !trusted || !context.outside) return said;
  for (const [at, it] of path.entries()) {
    const issuer = path[at + 1];
    if (at === 0 || !issuer) continue;
    const above = await askRevocation(it, issuer, context.limits);
    const detail = `of the intermediate ${it.facts.subject}: ${above.detail}`;
    if (above.state === "revoked") return { ...above, detail };
  }
  return said;
}

/** All that is told of one chain; the trouble where a certificate in it can't be read. */
export async function chainFacts(shown: ShownChain, context: ChainContext): Promise<TlsChain | Trouble> {
  const read: ReadCertificate[] = [];
  for (const [at, der] of shown.certificates.slice(0, mostCertificates).entries()) {
    const it = readCertificate(der);
    if (!it) return unreadable(der, at, context.place);
    read.push(it);
  }
  const [leaf, ...others] = read;
  if (!leaf) return unreadable(Buffer.alloc(0), 0, context.place);
  const judged = judgeChain([leaf, ...others], context.anchors, context.limits.now);
  const issuer = judged.path[1] ?? (leaf.facts.selfSigned ? leaf : undefined);
  const staple = shown.stapled && issuer && judgeOcsp(shown.stapled, leaf, issuer, context.limits.now);
  const stapled = staple ?? (shown.stapled && { status: "invalid" as const, signatureValid: false });
  const logged = (source: Logged["source"]) => ({ leaf: leaf.fields, issuer: issuer?.fields, source });
  const inCertificate = embeddedTimestamps(leaf.fields.extensions.get(oids.signedTimestamps)?.value);
  const inOcsp = embeddedTimestamps(staple?.single?.extensions.get(ocspTimestamps)?.value);
  const inTls = shown.timestamps ? readTimestamps(shown.timestamps) : [];
  const { keyType } = leaf.facts;
  return {
    kind: kindNames[keyType] ?? keyType,
    sent: read.map((it) => it.facts),
    nameMatches: namesCover(leaf.x509, context.host),
    trusted: judged.trusted,
    ...(judged.trustError !== undefined && { trustError: judged.trustError }),
    order: judged.order,
    rootSent: judged.rootSent,
    scts: [
      ...timestampFacts(inCertificate, logged("certificate"), context.logs),
      ...timestampFacts(inOcsp, logged("ocsp"), context.logs),
      ...timestampFacts(inTls, logged("tls"), context.logs),
    ],
    ...(stapled && { stapled: stapledFacts(stapled) }),
    revocation: await revocationOf(leaf, { judged, issuer, ...(staple && { staple }) }, context),
  };
}
