import type { FactsOf } from "../probes/fact-kinds.ts";
import { type ProtocolVersion, protocolVersions, type Suite } from "../probes/tls/facts.ts";
import type { Gap } from "../verdict/outcome.ts";
import { offers, spokenVersions, versionGaps, versionNames } from "./tls-versions.ts";

type Protocols = FactsOf<"tls-protocols">;
type Suites = FactsOf<"tls-suites">;

/** A suite with the version in which the server accepts it. */
export interface AcceptedSuite {
  readonly version: ProtocolVersion;
  readonly suite: Suite;
}

/** Every suite that the server was seen to accept, version by version. */
export function acceptedSuites({ versions }: Suites): readonly AcceptedSuite[] {
  return protocolVersions.flatMap((version) =>
    versions.filter((it) => it.version === version).flatMap((it) => it.suites.map((suite) => ({ version, suite }))),
  );
}

/** Whether every suite of the version is known: it was tried to the end, or the version is not spoken at all. */
export function suitesKnown(protocols: Protocols, { versions }: Suites, version: ProtocolVersion): boolean {
  const told = versions.filter((it) => it.version === version);
  if (told.length > 0) return told.every((it) => it.complete && it.trouble === undefined);
  return offers(protocols, version) === false;
}

/** What keeps the list of accepted suites from being whole; a list without any suite is a gap by itself. */
export function suiteGaps(protocols: Protocols, suites: Suites): readonly Gap[] {
  const untried = spokenVersions(protocols)
    .filter((it) => !suitesKnown(protocols, suites, it))
    .map((version) => {
      const trouble = suites.versions.find((it) => it.version === version && it.trouble)?.trouble;
      return {
        reason: `${versionNames[version]}: ${trouble?.message ?? "not every suite could be tried"}`,
        wouldVerify: trouble?.wouldVerify ?? "let the endpoint answer as many handshakes as there are suites",
      };
    });
  const gaps = [...versionGaps(protocols), ...untried];
  if (gaps.length > 0 || acceptedSuites(suites).length > 0) return gaps;
  return [{ reason: "no cipher suite was seen to be accepted", wouldVerify: "let one TLS handshake succeed" }];
}

/** What makes a suite weak, by the id of the weakness. */
export const suiteWeaknesses = {
  null: (it: Suite) => it.bits === 0 || /^NULL/.test(it.cipher),
  anonymous: (it: Suite) => ["anon", "NULL"].includes(it.authentication) || it.keyExchange === "NULL",
  export: (it: Suite) => it.exportGrade,
  rc4: (it: Suite) => it.cipher.startsWith("RC4"),
  "small-block": (it: Suite) => it.blockBits === 64 || /^(?:3?DES|IDEA|RC2)/.test(it.cipher),
  short: (it: Suite) => it.bits > 0 && it.bits < 112,
} as const;
export type SuiteWeakness = keyof typeof suiteWeaknesses;

/** Whether it encrypts with a block cipher in CBC mode. */
export function isCbc({ aead, cipher, blockBits }: Suite): boolean {
  return !aead && (cipher.includes("CBC") || blockBits !== undefined);
}

/** The first few names, with the number of all of them. */
export function suiteNames(suites: readonly AcceptedSuite[]): string {
  const names = [...new Set(suites.map((it) => it.suite.name))];
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;
}

/** The versions in which these suites are accepted. */
export function suiteVersions(suites: readonly AcceptedSuite[]): string {
  const versions = new Set(suites.map((it) => it.version));
  return protocolVersions
    .filter((it) => versions.has(it))
    .map((it) => versionNames[it])
    .join(", ");
}
