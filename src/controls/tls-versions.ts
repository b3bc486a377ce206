import type { FactsOf } from "../probes/fact-kinds.ts";
import { type ProtocolVersion, protocolVersions } from "../probes/tls/facts.ts";
import type { Gap } from "../verdict/outcome.ts";

/** The names that people use. */
export const versionNames: Readonly<Record<ProtocolVersion, string>> = {
  SSLv2: "SSL 2.0",
  SSLv3: "SSL 3.0",
  TLSv1: "TLS 1.0",
  "TLSv1.1": "TLS 1.1",
  "TLSv1.2": "TLS 1.2",
  "TLSv1.3": "TLS 1.3",
};

type Protocols = FactsOf<"tls-protocols">;

/** Whether a version is spoken; `undefined` where that was not told. One trial that says yes is enough. */
export function offers({ versions }: Protocols, version: ProtocolVersion): boolean | undefined {
  const told = versions.filter((it) => it.version === version).map((it) => it.offered);
  if (told.includes(true)) return true;
  return told.length > 0 && told.every((it) => it === false) ? false : undefined;
}

/** The versions that are spoken, the oldest first. */
export function spokenVersions(protocols: Protocols): readonly ProtocolVersion[] {
  return protocolVersions.filter((it) => offers(protocols, it) === true);
}

/** A gap for each of the versions of which it was not told whether they are spoken. */
export function versionGaps(
  protocols: Protocols,
  versions: readonly ProtocolVersion[] = protocolVersions,
): readonly Gap[] {
  return versions
    .filter((it) => offers(protocols, it) === undefined)
    .map((version) => {
      const trouble = protocols.versions.find((it) => it.version === version && it.trouble)?.trouble;
      return {
        reason: `${versionNames[version]}: ${trouble?.message ?? "it was not tried"}`,
        wouldVerify: trouble?.wouldVerify ?? "observe again",
      };
    });
}
