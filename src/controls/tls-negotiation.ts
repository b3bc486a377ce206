import type { FactsOf } from "../probes/fact-kinds.ts";
import type { ProtocolVersion, Suite } from "../probes/tls/facts.ts";
import { type ReferenceClient, referenceClients } from "./tls-reference-clients.ts";
import { suitesKnown } from "./tls-suites.ts";
import { offers } from "./tls-versions.ts";

/** What a handshake is simulated from. */
export interface NegotiationFacts {
  readonly tlsProtocols: FactsOf<"tls-protocols">;
  readonly tlsSuites: FactsOf<"tls-suites">;
  readonly tlsKeyExchange: FactsOf<"tls-key-exchange">;
}

/** What a client and the server agree on; without a suite they don't come together. */
export interface Agreement {
  readonly client: ReferenceClient;
  readonly version: ProtocolVersion;
  readonly suite: Suite | undefined;
}

/**
 * What each reference client negotiates: its newest common version; in it the server's first choice, or the client's
 * own. Where it was not told whose order counts, both agreements are given. A client is left out when what is
 * known doesn't settle it.
 */
export function simulatedHandshakes(facts: NegotiationFacts): readonly (readonly Agreement[])[] {
  return referenceClients.map((client) => agreementsWith(client, facts)).filter((it) => it.length > 0);
}

/** The handshakes that end in such a suite whoever's order counts. */
export function certainly(
  handshakes: readonly (readonly Agreement[])[],
  such: (suite: Suite, agreement: Agreement) => boolean,
): readonly (Agreement & { readonly suite: Suite })[] {
  return handshakes.flatMap((alternatives) => {
    const [first] = alternatives;
    if (first?.suite === undefined) return [];
    const every = alternatives.every((it) => it.suite !== undefined && such(it.suite, it));
    return every ? [{ ...first, suite: first.suite }] : [];
  });
}

function agreementsWith(client: ReferenceClient, facts: NegotiationFacts): readonly Agreement[] {
  const { tlsProtocols: protocols, tlsSuites } = facts;
  // An unsettled newer version could be the one they agree on.
  const newest = client.versions.find((it) => offers(protocols, it) !== false);
  if (newest === undefined || offers(protocols, newest) === undefined) return [];
  if (!suitesKnown(protocols, tlsSuites, newest)) return [];
  const told = tlsSuites.versions.find((it) => it.version === newest);
  const usable = (told?.suites ?? []).filter((it) => client.suites.includes(it.code) && hasGroup(client, it, facts));
  const byClient = [...usable].sort((a, b) => client.suites.indexOf(a.code) - client.suites.indexOf(b.code));
  const agreement = (suite: Suite | undefined) => ({ client, version: newest, suite });
  if (told?.serverOrder === true) return [agreement(usable[0])];
  if (told?.serverOrder === false || usable[0] === byClient[0]) return [agreement(byClient[0])];
  return [agreement(usable[0]), agreement(byClient[0])];
}

/** Whether an ephemeral exchange over elliptic curves has a curve that both know; what was not told counts as known. */
function hasGroup(client: ReferenceClient, suite: Suite, { tlsKeyExchange }: NegotiationFacts): boolean {
  const { groups, groupsComplete } = tlsKeyExchange;
  if (suite.keyExchange !== "ECDHE" || !groupsComplete) return true;
  const curves = groups.filter((it) => it.kind === "ecdh");
  return curves.length === 0 || curves.some((it) => client.groups.includes(it.code));
}
