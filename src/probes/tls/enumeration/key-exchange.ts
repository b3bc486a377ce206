import type { FactsOf } from "../../fact-kinds.ts";
import type { ProtocolVersion } from "../facts.ts";
import { groupOf } from "../tables/groups.ts";
import { signatureSchemeName } from "../tables/signature-schemes.ts";
import { suiteOf } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import { type EarlierKeyExchange, earlierKeyExchange } from "./earlier-key-exchange.ts";
import { type EarlierVersion, earlierVersions } from "./earlier-version.ts";
import { type Offer, sharable } from "./offer.ts";
import { tryOffer } from "./outcome.ts";
import type { SchemeTrials } from "./scheme-trials.ts";
import type { Sightings } from "./sightings.ts";
import type { Tls13 } from "./tls13.ts";
import { type Tls13Signatures, tls13Signatures } from "./tls13-signatures.ts";

type Facts = FactsOf<"tls-key-exchange">;

export interface SpokenKeyExchange {
  /** The newest version before TLS 1.3. */
  readonly earlier?: { readonly version: EarlierVersion; readonly suites: readonly number[] };
  readonly tls13?: Tls13;
  readonly schemes?: SchemeTrials;
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

/** Whether public values come again shows in passing, unless no group was chosen twice. */
async function compareValues(target: Target, sightings: Sightings, spoken: SpokenKeyExchange): Promise<void> {
  const { earlier, tls13 } = spoken;
  const earlierOffer = (pattern: RegExp): readonly Offer[] =>
    (earlier?.suites ?? [])
      .filter((it) => pattern.test(suiteOf(it).keyExchange))
      .slice(0, 1)
      .map((suite) => ({ version: earlier?.version ?? "TLSv1.2", suites: [suite] }));
  const shares = sharable.filter((it) => tls13?.groups.includes(it)).slice(0, 1);
  const newOffer: readonly Offer[] =
    tls13 && shares.length > 0 ? [{ version: "TLSv1.3", suites: tls13.suites, groups: shares, shares }] : [];
  for (const [kind, offers] of [
    ["dh", earlierOffer(/^DHE/)],
    ["ecdh", [...newOffer, ...earlierOffer(/^ECDHE/)].slice(0, 1)],
  ] as const)
    for (const offer of [...offers, ...offers]) {
      if (sightings.reused(kind) !== undefined) break;
      const outcome = await tryOffer(target, offer);
      if (outcome.state === "chosen") sightings.note(outcome);
    }
}

/** Groups, Diffie-Hellman parameters and signature schemes; needs to know what is spoken. */
export async function keyExchangeOf(
  target: Target,
  sightings: Sightings,
  spoken: SpokenKeyExchange,
): Promise<{
  readonly facts: Facts;
  readonly earlierGroups: readonly number[];
  readonly tls13Schemes?: readonly number[];
}> {
  const { earlier, tls13, schemes: trials } = spoken;
  const [old, signatures] = await Promise.all([
    earlier
      ? earlierKeyExchange(target, earlier.version, earlier.suites, sightings)
      : Promise.resolve<EarlierKeyExchange | undefined>(undefined),
    tls13 && trials
      ? tls13Signatures(target, { suites: tls13.suites, groups: tls13.groups, sightings }, trials)
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
    ...(signatures && !signatures.trouble && { tls13Schemes: signatures.schemes }),
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
