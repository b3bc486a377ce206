import { createHash, X509Certificate } from "node:crypto";
import { type EndpointAddress, endpointAddress, placeOf } from "../../transports/endpoint-address.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { Provenance } from "../observation.ts";
import { type ProbeContext, probe } from "../probe.ts";
import { readCertificate } from "./certificate.ts";
import { tlsVersions } from "./facts.ts";
import { type Handshake, shakeHands } from "./handshake.ts";
import { namesCover } from "./names.ts";
import { type Roots, rootsOf } from "./roots.ts";
import { handshakeTrouble, spoke, versionTrial } from "./version-trial.ts";

function provenanceOf(request: string, shaken: Handshake): Provenance {
  const sha256 = createHash("sha256").update(Buffer.concat(shaken.chain)).digest("hex");
  return { request, status: null, bytes: shaken.bytes, sha256 };
}

/** The certificate as a fact, from a handshake that was verified against `roots`. */
function certificateFacts(
  address: EndpointAddress,
  roots: Roots,
  seen: { readonly sent: Handshake; readonly verified: Handshake },
): FactsOf<"tls-certificate"> | Trouble {
  const place = placeOf(address);
  const { verified } = seen.verified;
  const [leaf] = seen.sent.chain;
  const trouble = handshakeTrouble(seen.verified, place) ?? handshakeTrouble(seen.sent, place);
  if (leaf === undefined || verified === undefined)
    return (
      trouble ?? {
        kind: "unsupported",
        message: `${place} shows no certificate`,
        wouldVerify: "let it use a cipher suite with a certificate",
      }
    );
  try {
    return {
      serverName: address.host,
      chain: seen.sent.chain.map(readCertificate),
      nameMatches: namesCover(new X509Certificate(leaf), address.host),
      trusted: verified.trusted,
      ...(verified.code !== undefined && { trustError: verified.code }),
      roots: roots.which,
      ocspStapled: seen.verified.ocspStapled || seen.sent.ocspStapled,
    };
  } catch (error) {
    return {
      kind: "unparsable",
      message: `the certificate of ${place} can't be read: ${error instanceof Error ? error.message : error}`,
      wouldVerify: "a certificate that follows RFC 5280",
      excerpt: leaf.toString("base64").slice(0, 200),
    };
  }
}

async function look(address: EndpointAddress, trust: string | undefined, context: ProbeContext) {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(context.budget.timeoutMs)]);
  const timeoutMs = Math.max(100, Math.min(10_000, Math.floor(context.budget.timeoutMs / 5)));
  const place = placeOf(address);
  const shaken: { version: (typeof tlsVersions)[number]; handshake: Handshake }[] = [];
  for (const version of tlsVersions)
    shaken.push({ version, handshake: await shakeHands(address, { version, roots: [], timeoutMs, signal }) });
  const best = shaken.findLast(({ handshake }) => spoke(handshake));
  const seen = { speaksTls: best !== undefined, place };
  const versions = shaken.map((it) => versionTrial(it.version, it.handshake, seen));
  const provenance = shaken.map((it) => provenanceOf(`TLS handshake, ${it.version} only`, it.handshake));
  const roots = await rootsOf(trust);
  if ("kind" in roots || !best) {
    const none: Trouble = versions.find((it) => it.trouble)?.trouble ?? {
      kind: "unsupported",
      message: `${place} speaks no version of TLS that could be tried`,
      wouldVerify: "offer TLS 1.2 or 1.3",
    };
    return { versions, provenance, certificate: best && "kind" in roots ? roots : none };
  }
  const options = { version: best.version, roots: roots.pem, timeoutMs, signal };
  const verified = await shakeHands(address, options);
  provenance.push(provenanceOf(`TLS handshake, ${best.version} only, chain verified`, verified));
  return { versions, provenance, certificate: certificateFacts(address, roots, { sent: best.handshake, verified }) };
}

export default probe({
  id: "tls-basic",
  version: 1,
  subject: "endpoint",
  yields: ["tls-protocols", "tls-certificate"],
  needs: ["network"],
  title: "Protocol versions and certificate of a TLS endpoint",
  async observe(subject, context) {
    const { declared } = subject;
    const address = endpointAddress(declared.url, declared.connect);
    if (address.scheme === "http") {
      const trouble: Trouble = {
        kind: "unsupported",
        message: "not a TLS endpoint: http",
        wouldVerify: "serve the endpoint with https and declare that URL",
      };
      return [
        { fact: "tls-protocols", provenance: [], trouble },
        { fact: "tls-certificate", provenance: [], trouble },
      ];
    }
    const { versions, provenance, certificate } = await look(address, declared.trust, context);
    const troubles = versions.flatMap((it) => (it.trouble ? [it.trouble] : []));
    const [trouble] = troubles;
    return [
      {
        fact: "tls-protocols",
        provenance,
        ...(trouble && troubles.length === versions.length
          ? { trouble }
          : { facts: { versions, notTried: ["SSLv2", "SSLv3"] } }),
      },
      {
        fact: "tls-certificate",
        provenance,
        ...("kind" in certificate ? { trouble: certificate } : { facts: certificate }),
      },
    ];
  },
});
