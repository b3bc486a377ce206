import type { FactsOf } from "../../fact-kinds.ts";
import type { ProtocolVersion } from "../facts.ts";
import { groupOf } from "../tables/groups.ts";
import { signatureSchemeName } from "../tables/signature-schemes.ts";
import { suiteOf } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import { type EarlierKeyExchange, earlierKeyExchange } from "./earlier-key-exchange.ts";
import { type EarlierVersion, earlierVersions } from "./earlier-version.ts";
import { tryOffer } from "./outcome.ts";
import type { Sightings } from "./sightings.ts";
import type { Tls13 } from "./tls13.ts";
import { type Tls13Signatures, tls13Signatures } from "./tls13-signatures.ts";

type Facts = FactsOf<"tls-key-exchange">;

export interface SpokenKeyExchange {
  /** The newest version before TLS 1.3. */
  readonly earlier?: { readonly version: EarlierVersion; readonly suites: readonly number[] };
  readonly tls13?: Tls13;
}

/** Codes with the versions in which each was seen, in the order in which they were seen. */
function byCode(lists: readonly (readonly [ProtocolVersion, Iterable<number>])[]) {
  const versions = new Map<number, ProtocolVersion[]>();
  for (const [version, codes] of lists)
    for (const code of codes) {
      const seen = versions.get(code) ?? [];
      if (!seen.includes(version)) seen.push(version);
      versions.set(code, seen);
    }
  return [...versions];
}

async function compareValues(target: Target, sightings: Sightings, spoken: SpokenKeyExchange): Promise<void> {
  const { earlier, tls13 } = spoken;
  if (!earlier) return;
  const only = (pattern: RegExp) => earlier.suites.filter((it) => pattern.test(suiteOf(it).keyExchange)).slice(0, 1);
  const trials: (readonly number[])[] = [];
  if (sightings.reused("dh") === undefined) trials.push(only(/^DHE/), only(/^DHE/));
  if (sightings.reused("ecdh") === undefined && !tls13) trials.push(only(/^ECDHE/), only(/^ECDHE/));
  for (const suites of trials) {
    if (suites.length === 0) continue;
    const outcome = await tryOffer(target, { version: earlier.version, suites });
    if (outcome.state === "chosen") sightings.note(outcome);
  }
}

/** Groups, Diffie-Hellman parameters and signature schemes; needs to know what is spoken. */
export async function keyExchangeOf(
  target: Target,
  sightings: Sightings,
  spoken: SpokenKeyExchange,
): Promise<{ readonly facts: Facts; readonly earlierGroups: readonly number[] }> {
  const { earlier, tls13 } = spoken;
  const signers = new Set(earlier?.suites.map((it) => suiteOf(it).authentication));
  const keys = { rsa: signers.has("RSA"), ecdsa: signers.has("ECDSA") };
  const [old, signatures] = await Promise.all([
    earlier
      ? earlierKeyExchange(target, earlier.version, earlier.suites, sightings)
      : Promise.resolve<EarlierKeyExchange | undefined>(undefined),
    tls13
      ? tls13Signatures(target, { suites: tls13.suites, groups: tls13.groups, sightings }, keys)
      : Promise.resolve<Tls13Signatures | undefined>(undefined),
  ]);
  await compareValues(target, sightings, spoken);
  const curves = earlierVersions.map((it) => [it, sightings.curvesOf(it)] as const);
  const groups = byCode([
    ["TLSv1.3", tls13?.groups ?? []],
    ...(old ? [[old.version, old.groups] as const] : []),
    ...curves,
  ]);
  const schemes = byCode([
    ["TLSv1.3", signatures?.schemes ?? []],
    ...(old ? [[old.version, old.schemes] as const] : []),
  ]);
  const serverOrder = tls13?.groupOrder ?? (tls13 ? undefined : old?.groupOrder);
  const dhReused = sightings.reused("dh");
  const ecdhReused = sightings.reused("ecdh");
  const trouble = old?.trouble ?? signatures?.trouble ?? tls13?.trouble;
  return {
    earlierGroups: old?.groups ?? [],
    facts: {
      groups: groups.map(([code, versions]) => ({ ...groupOf(code), versions })),
      ...(serverOrder !== undefined && { serverOrder }),
      groupsComplete: !old?.trouble && (tls13?.groupsComplete ?? true),
      dh: [...sightings.dh()],
      ...(dhReused !== undefined && { dhReused }),
      ...(ecdhReused !== undefined && { ecdhReused }),
      signatureAlgorithms: schemes.map(([code, versions]) => ({ code, name: signatureSchemeName(code), versions })),
      ...(trouble && { trouble }),
    },
  };
}
