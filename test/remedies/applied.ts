import type { Control } from "../../src/controls/control.ts";
import { controls } from "../../src/controls/registry.ts";
import type { FrontProduct } from "../bed/tls-front.ts";

export const frontProducts = ["nginx", "apache", "haproxy", "caddy"] as const satisfies readonly FrontProduct[];

const named = (...ids: readonly string[]): readonly Control[] => controls.filter(({ id }) => ids.includes(id));

/** The controls whose remedies are applied to real servers, by the test that does it. */
export const applied = {
  answers: named(
    ...["hsts", "hsts-on-https", "framing", "nosniff", "referrer-policy", "content-security-policy", "cache-control"],
    ...["content-type-charset", "cookie-attributes", "powered-by-headers", "server-header", "error-page-disclosure"],
    ...["trace-refused", "debug-refused", "undeclared-methods-refused", "connect-refused", "method-override-off"],
    "cross-origin-credentials",
  ),
  content: named("dumps-hidden", "secret-files-hidden", "status-pages-closed", "version-control-hidden"),
  tls: named(
    ...["tls-versions", "cipher-suites-strong", "forward-secrecy", "key-exchange-strong"],
    ...["known-flaws-absent", "tls-grade"],
  ),
  certificates: named(
    ...["certificate-chain-complete", "certificate-expiry", "certificate-key", "certificate-names"],
    ...["certificate-not-revoked", "certificate-trusted", "certificate-valid-now", "certificate-wildcard"],
  ),
  sites: named(
    ...["cookie-names-disclosure", "default-page-removed", "downloads-attached"],
    ...["plain-http-redirects", "unneeded-handlers-off"],
  ),
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
  "connect-refused": { nginx: "refuses CONNECT by itself" },
  "tls-versions": { caddy: "speaks nothing older than TLS 1.2" },
  "known-flaws-absent": { apache: hasNoFlaw, haproxy: hasNoFlaw, caddy: hasNoFlaw },
};

const noFirewall = "has no firewall of its own: one goes in front of it";

/** Products for which a control has no remedy, and why. */
export const without: Reasons = {
  "attack-canaries-blocked": { haproxy: noFirewall, caddy: noFirewall },
  "configured-handlers-needed": { caddy: "its configuration is not among those that are read" },
};
