import type { FactsOf } from "../probes/fact-kinds.ts";
import { flawIds } from "../probes/tls/facts.ts";
import type { Gap } from "../verdict/outcome.ts";
import { acceptedSuites, isCbc, suitesKnown } from "./tls-suites.ts";
import { offers } from "./tls-versions.ts";

export type FlawId = (typeof flawIds)[number];

/** What the flaws of implementations are judged from. */
export interface FlawFacts {
  readonly tlsProtocols: FactsOf<"tls-protocols">;
  readonly tlsSuites: FactsOf<"tls-suites">;
  readonly tlsFeatures: FactsOf<"tls-features">;
  readonly tlsFlaws: FactsOf<"tls-flaws">;
}

/** The names that people know them by. */
export const flawNames: Readonly<Record<FlawId, string>> = {
  heartbleed: "Heartbleed (CVE-2014-0160)",
  "ccs-injection": "CCS injection (CVE-2014-0224)",
  ticketbleed: "Ticketbleed (CVE-2016-9244)",
  robot: "ROBOT",
  "poodle-tls": "POODLE on TLS",
  "zombie-poodle": "Zombie POODLE",
  goldendoodle: "GOLDENDOODLE",
  "zero-length-padding": "the padding oracle of empty records (CVE-2019-1559)",
};

const withVersions = ["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2"] as const;

/** Whether there is nothing in which the flaw could show itself, whatever the server runs on. */
function nowhereToShow(id: FlawId, { tlsProtocols, tlsSuites, tlsFeatures }: FlawFacts): boolean {
  if (withVersions.every((it) => offers(tlsProtocols, it) === false)) return true;
  if (id === "ticketbleed") return tlsFeatures.sessionTickets.present === false;
  if (id === "heartbleed" || id === "ccs-injection") return false;
  if (!withVersions.every((it) => suitesKnown(tlsProtocols, tlsSuites, it))) return false;
  const suites = acceptedSuites(tlsSuites).map((it) => it.suite);
  if (id === "robot") return !suites.some((it) => it.keyExchange === "RSA" || it.keyExchange === "RSA_PSK");
  return !suites.some(isCbc);
}

export type FlawState = "vulnerable" | "possible" | "safe" | "unknown";

/** What is known of each flaw. A trial that was not made settles it only where there is nothing to try it on. */
export function flawStates(facts: FlawFacts): ReadonlyMap<FlawId, FlawState> {
  return new Map(
    flawIds.map((id) => {
      const states = facts.tlsFlaws.flaws.filter((it) => it.id === id).map((it) => it.state);
      if (states.includes("vulnerable")) return [id, "vulnerable"];
      if (states.includes("possible")) return [id, "possible"];
      if (nowhereToShow(id, facts)) return [id, "safe"];
      return [id, states.length > 0 && states.every((it) => it === "safe") ? "safe" : "unknown"];
    }),
  );
}

/** What the prober said of a flaw. */
export function flawDetail({ tlsFlaws }: FlawFacts, id: FlawId): string {
  const told = tlsFlaws.flaws.find((it) => it.id === id);
  return told?.trouble?.message ?? told?.detail ?? "it was not tried";
}

/** A gap for each flaw of which it is not known whether it is there. */
export function flawGaps(facts: FlawFacts, unsettled: readonly FlawState[] = ["unknown", "possible"]): readonly Gap[] {
  return [...flawStates(facts)]
    .filter(([, state]) => unsettled.includes(state))
    .map(([id]) => ({
      reason: `${flawNames[id]}: ${flawDetail(facts, id)}`,
      wouldVerify:
        facts.tlsFlaws.flaws.find((it) => it.id === id)?.trouble?.wouldVerify ??
        "let the prober try this flaw by its behaviour, or an attested scan by one that does",
    }));
}
