import type { Control } from "../../src/controls/control.ts";
import { controls } from "../../src/controls/registry.ts";
import type { FrontProduct } from "../bed/tls-front.ts";

export const frontProducts = ["nginx", "apache", "haproxy", "caddy"] as const satisfies readonly FrontProduct[];

const named = (...ids: readonly string[]): readonly Control[] => controls.filter(({ id }) => ids.includes(id));

/** The controls whose remedies are applied to real servers, by the test that does it. */
export const applied = {
  tls: named(
    ...["tls-versions", "cipher-suites-strong", "forward-secrecy", "key-exchange-strong"],
    ...["known-flaws-absent", "tls-grade"],
  ),
  certificates: named(
    ...["certificate-chain-complete", "certificate-expiry", "certificate-key", "certificate-names"],
    ...["certificate-not-revoked", "certificate-trusted", "certificate-valid-now", "certificate-wildcard"],
  ),
  sites: named("default-page-removed", "plain-http-redirects", "unneeded-handlers-off"),
  origins: named("firewall-not-bypassed", "origin-not-reachable"),
  firewalls: named("attack-canaries-blocked"),
  configurations: named("configured-handlers-needed"),
} as const;

type Reasons = Readonly<Record<string, Readonly<Partial<Record<FrontProduct, string>>>>>;

const hasNoFlaw = "the library of its package has none of the flaws, and refuses short parameters";

/** Faults that a product can't be brought to have, so that its remedy is applied to what is fine before. */
export const faultless: Reasons = {
  "cipher-suites-strong": {
    apache: "adds !aNULL:!eNULL to whatever it is told, and Debian's OpenSSL has no other weak suites",
    caddy: "refuses weak suites in its configuration",
  },
  "tls-versions": { caddy: "speaks nothing older than TLS 1.2" },
  "known-flaws-absent": { apache: hasNoFlaw, haproxy: hasNoFlaw, caddy: hasNoFlaw },
};
