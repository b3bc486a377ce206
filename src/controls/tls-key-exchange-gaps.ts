import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { acceptedSuites } from "./tls-suites.ts";
import { spokenVersions } from "./tls-versions.ts";

interface ExchangeFacts {
  readonly tlsProtocols: FactsOf<"tls-protocols">;
  readonly tlsSuites: FactsOf<"tls-suites">;
  readonly tlsKeyExchange: FactsOf<"tls-key-exchange">;
}

function exchangesOf({ tlsProtocols, tlsSuites, tlsKeyExchange: { trouble } }: ExchangeFacts) {
  const used = new Set(acceptedSuites(tlsSuites).map((it) => it.suite.keyExchange));
  const wouldVerify = trouble?.wouldVerify ?? "observe again, with more time for each endpoint";
  return {
    diffieHellman: used.has("DHE") || used.has("DHE_PSK"),
    groups: used.has("ECDHE") || used.has("ECDHE_PSK") || spokenVersions(tlsProtocols).includes("TLSv1.3"),
    missing: (lacks: boolean, reason: string): readonly Gap[] => (lacks ? [{ reason, wouldVerify }] : []),
  };
}

/** What is not known of the groups and parameters over which keys are exchanged. */
export function exchangeGaps(facts: ExchangeFacts): readonly Gap[] {
  const { diffieHellman, groups, missing } = exchangesOf(facts);
  const { tlsKeyExchange: told } = facts;
  return [
    ...missing(told.trouble !== undefined, told.trouble?.message ?? ""),
    ...missing(groups && !told.groupsComplete, "not every group could be tried"),
    ...missing(groups && told.groups.length === 0, "the groups of the key exchange are not known"),
    ...missing(diffieHellman && told.dh.length === 0, "the Diffie-Hellman parameters are not known"),
  ];
}

/** Whether it is not known that every handshake gets a value of its own. */
export function freshnessGaps(facts: ExchangeFacts): readonly Gap[] {
  const { diffieHellman, groups, missing } = exchangesOf(facts);
  const { dhReused, ecdhReused } = facts.tlsKeyExchange;
  return [
    ...missing(diffieHellman && dhReused === undefined, "whether Diffie-Hellman values are fresh is not known"),
    ...missing(groups && ecdhReused === undefined, "whether elliptic-curve values are fresh is not known"),
  ];
}
