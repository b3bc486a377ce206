import type { Trouble } from "../../../transports/trouble.ts";
import { suiteOf } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import type { EarlierVersion } from "./earlier-version.ts";
import { Dimension, eliminate } from "./eliminate.ts";
import { defaultCurves, defaultSchemes } from "./offer.ts";
import { type Outcome, tryOffer } from "./outcome.ts";
import type { Sightings } from "./sightings.ts";

export interface EarlierKeyExchange {
  readonly version: EarlierVersion;
  /** Curves of ECDHE, in the order in which they were chosen. */
  readonly groups: readonly number[];
  readonly groupOrder?: boolean;
  readonly schemes: readonly number[];
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

const isEcdhe = (code: number) => {
  const { keyExchange, authentication } = suiteOf(code);
  return keyExchange.startsWith("ECDHE") || (keyExchange === "ECDH" && authentication === "anon");
};
const signedBy = (code: number) => suiteOf(code).authentication;

/** Curves and signature schemes of one version before TLS 1.3, read from its ServerKeyExchange. */
export async function earlierKeyExchange(
  target: Target,
  version: EarlierVersion,
  offered: readonly number[],
  sightings: Sightings,
): Promise<EarlierKeyExchange> {
  const ecdhe = offered.filter(isEcdhe);
  // An ECDSA key binds the handshake to its own curve, so anything else shows the other curves better.
  const free = ecdhe.filter((it) => signedBy(it) !== "ECDSA");
  const signed = offered.filter((it) => /^(DHE|ECDHE)$/.test(suiteOf(it).keyExchange));
  const has = version === "TLSv1.2" && signed.length > 0;
  const groups = new Dimension(ecdhe.length > 0 ? defaultCurves : [], free.length === 0);
  const schemes = new Dimension(has ? defaultSchemes : []);
  for (const code of sightings.curvesOf(version)) groups.take(code);
  if (has) for (const code of sightings.schemesOf(version)) schemes.take(code);
  if (ecdhe.length === 0) groups.exhausted = true;
  if (!has) schemes.exhausted = true;
  const seenOrder = sightings.curveOrder(version);
  const using = (suites: readonly number[]) => async (curves: readonly number[], wanted: readonly number[]) => {
    const outcome = await tryOffer(target, {
      version,
      suites,
      ...(curves.length > 0 && { groups: curves }),
      ...(wanted.length > 0 && { schemes: wanted }),
    });
    if (outcome.state === "chosen") sightings.note(outcome);
    return outcome;
  };
  const chosen = ({ group, scheme }: Extract<Outcome, { state: "chosen" }>) => ({
    ...(group !== undefined && { one: group }),
    ...(scheme !== undefined && { other: scheme }),
  });
  const main = free.length > 0 ? free : ecdhe.length > 0 ? ecdhe : signed;
  const runs = [await eliminate(groups, schemes, using(main), chosen)];
  // The other kinds of keys sign with other schemes.
  const kinds = new Set(main.map(signedBy));
  const otherKeys = signed.filter((it) => !kinds.has(signedBy(it)));
  if (has && otherKeys.length > 0) {
    const rest = new Dimension(defaultSchemes.filter((it) => !schemes.found.includes(it)));
    const done = new Dimension([]);
    done.exhausted = true;
    runs.push(await eliminate(done, rest, using(otherKeys), chosen));
    schemes.found.push(...rest.found);
  }
  const trouble = runs.find((it) => it.trouble)?.trouble;
  const hasOrder = groups.found.length > 1 && !trouble;
  const again =
    hasOrder && seenOrder === undefined ? await using(main)(rotated(groups.found), schemes.found) : undefined;
  const order = again?.state === "chosen" ? again.group === groups.found[0] : seenOrder;
  return {
    version,
    groups: groups.found,
    ...(hasOrder && order !== undefined && { groupOrder: order }),
    schemes: schemes.found,
    refusals: runs.flatMap((it) => it.refusals),
    ...(trouble && { trouble }),
  };
}

const rotated = (codes: readonly number[]) => [...codes.slice(1), ...codes.slice(0, 1)];
