import { randomBytes } from "node:crypto";
import { curveCodes, ffdheCodes } from "../tables/groups.ts";
import { signatureSchemeCodes } from "../tables/signature-schemes.ts";
import { earlierSuites, suiteOf } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import { type ClientHello, type Extension, versionCodes, type WireVersion } from "../wire/client-hello.ts";
import {
  keyShare,
  pointFormats,
  renegotiationInfo,
  serverName,
  signatureAlgorithms,
  signatureAlgorithmsCert,
  signedCertificateTimestamp,
  statusRequest,
  supportedGroups,
  supportedVersions,
} from "../wire/extension.ts";
import { spokenSuites } from "./tls13-secrets.ts";
import type { KeyAgreement } from "./tls13-shares.ts";

/** Kinds of certificates by the key that has to sign with them. */
export const certificateKinds = ["ECDSA", "RSA", "DSS"] as const;
export type CertificateKind = (typeof certificateKinds)[number];

/** Schemes that these keys sign with. */
export const schemesOf: Readonly<Record<CertificateKind, readonly number[]>> = {
  ECDSA: [0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081a, 0x081b, 0x081c, 0x0303, 0x0203],
  RSA: [0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b, 0x0401, 0x0501, 0x0601, 0x0301, 0x0201],
  DSS: [0x0402, 0x0502, 0x0602, 0x0302, 0x0202],
};

/** Some old servers break off at a hello with more suites. */
const mostSuites = 100;

/** The suites of a hello that only a certificate of that kind can answer; none where the server is known to have none. */
function suitesFor(kind: CertificateKind, version: WireVersion, known: Target["known"]): readonly number[] {
  const found = known.suites.get(version);
  if (found) return found.filter((it) => it.authentication === kind).map((it) => it.code);
  const all = earlierSuites.map(suiteOf).filter((it) => it.authentication === kind && !it.exportGrade);
  return [...all.filter((it) => it.forwardSecret), ...all.filter((it) => !it.forwardSecret)]
    .map((it) => it.code)
    .slice(0, mostSuites);
}

/** The extensions that bring out all that belongs to a certificate; who issued it is left to the server. */
function asking(target: Target, kind: CertificateKind): readonly Extension[] {
  return [
    ...(target.serverName === undefined ? [] : [serverName(target.serverName)]),
    signatureAlgorithms(schemesOf[kind]),
    signatureAlgorithmsCert(signatureSchemeCodes),
    statusRequest(),
    signedCertificateTimestamp(),
  ];
}

/** A hello below TLS 1.3 that only a certificate of that kind answers; `undefined` where the server has no such suite. */
export function earlierHello(target: Target, kind: CertificateKind, version: WireVersion): ClientHello | undefined {
  const suites = suitesFor(kind, version, target.known);
  if (suites.length === 0) return undefined;
  // A server of that age may stumble over extensions, which that version never had.
  if (version === "SSLv3") return { version, suites };
  const groups = [...curveCodes, ...ffdheCodes];
  const extensions = [...asking(target, kind), supportedGroups(groups), pointFormats(), renegotiationInfo()];
  return { version, suites, extensions };
}

/** A hello of TLS 1.3 alone, with our share of the key exchange. Its bytes are the same each time it is written. */
export function tls13Hello(target: Target, kind: CertificateKind, own: KeyAgreement): ClientHello {
  return {
    version: "TLSv1.3",
    suites: spokenSuites,
    random: randomBytes(32),
    sessionId: randomBytes(32),
    extensions: [
      ...asking(target, kind),
      supportedGroups([own.group]),
      supportedVersions([versionCodes["TLSv1.3"]]),
      keyShare([{ group: own.group, key: own.share }]),
    ],
  };
}
