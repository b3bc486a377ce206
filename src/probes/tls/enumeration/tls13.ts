import type { Trouble } from "../../../transports/trouble.ts";
import { tls13Suites } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import { Dimension, eliminate } from "./eliminate.ts";
import { defaultTls13Groups, sharable } from "./offer.ts";
import { type Outcome, tryOffer } from "./outcome.ts";
import type { Sightings } from "./sightings.ts";

export interface Tls13 {
  readonly suites: readonly number[];
  readonly groups: readonly number[];
  readonly suiteOrder?: boolean;
  readonly groupOrder?: boolean;
  /** Whether every group was tried: not where the server insists on a real key share. */
  readonly groupsComplete: boolean;
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

const rotated = (codes: readonly number[]) => [...codes.slice(1), ...codes.slice(0, 1)];

/**
 * Suites and groups of TLS 1.3. With an empty key share the server has to name the group it wants (HelloRetryRequest), so
 * that also groups are found for which no key could be made here.
 */
export async function tls13(target: Target, sightings: Sightings): Promise<Tls13> {
  const tried = await run(target, sightings, false);
  const only = tried.refusals[0];
  const isPlainRefusal = tried.suites.length === 0 && !tried.trouble && only?.by !== "version";
  if (!isPlainRefusal) return tried;
  const again = await run(target, sightings, true);
  return { ...again, refusals: [...tried.refusals, ...again.refusals] };
}

async function run(target: Target, sightings: Sightings, withShares: boolean): Promise<Tls13> {
  const suites = new Dimension(tls13Suites);
  const groups = new Dimension(defaultTls13Groups);
  const attempt = async (offered: readonly number[], wanted: readonly number[]): Promise<Outcome> => {
    const shares = withShares ? sharable.filter((it) => wanted.includes(it)) : [];
    const outcome = await tryOffer(target, { version: "TLSv1.3", suites: offered, groups: wanted, shares });
    if (outcome.state === "chosen") sightings.note(outcome);
    return outcome;
  };
  const first = await attempt(suites.offer(), groups.offer());
  if (first.state === "trouble") return { ...nothing, trouble: first.trouble };
  if (first.state === "refused") return { ...nothing, refusals: [first] };
  suites.take(first.suite);
  groups.take(first.group);
  const { refusals, trouble } = await eliminate(suites, groups, attempt, ({ suite, group }) => ({
    one: suite,
    ...(group !== undefined && { other: group }),
  }));
  const order =
    trouble || (suites.found.length < 2 && groups.found.length < 2)
      ? undefined
      : await attempt(rotated(suites.found), rotated(groups.found));
  const chosen = order?.state === "chosen" ? order : undefined;
  return {
    suites: suites.found,
    groups: groups.found,
    ...(chosen && suites.found.length > 1 && { suiteOrder: chosen.suite === suites.found[0] }),
    ...(chosen && groups.found.length > 1 && { groupOrder: chosen.group === groups.found[0] }),
    groupsComplete: !trouble && !withShares,
    refusals,
    ...(trouble && { trouble }),
  };
}

const nothing: Tls13 = { suites: [], groups: [], groupsComplete: true, refusals: [] };
