import type { Trouble } from "../../../transports/trouble.ts";
import { tls13Suites } from "../tables/suites.ts";
import type { Target } from "../target.ts";
import { Dimension, eliminate } from "./eliminate.ts";
import { defaultTls13Groups, sharable } from "./offer.ts";
import { type Outcome, tryOffer } from "./outcome.ts";
import type { SchemeTrials } from "./scheme-trials.ts";
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

/**
 * Suites and groups of TLS 1.3. With an empty key share the server has to name the group it wants (HelloRetryRequest), so
 * that also groups are found for which no key could be made here. Where one can be made, it is sent, and the handshake tells
 * whether the server takes a list of signature schemes.
 */
export async function tls13(target: Target, sightings: Sightings, trials: SchemeTrials): Promise<Tls13> {
  const tried = await run(target, sightings, trials, false);
  const only = tried.refusals[0];
  const isPlainRefusal = tried.suites.length === 0 && !tried.trouble && only?.by !== "version";
  if (!isPlainRefusal) return tried;
  const again = await run(target, sightings, trials, true);
  return { ...again, refusals: [...tried.refusals, ...again.refusals] };
}

async function run(target: Target, sightings: Sightings, trials: SchemeTrials, withShares: boolean): Promise<Tls13> {
  const suites = new Dimension(tls13Suites);
  const groups = new Dimension(defaultTls13Groups);
  const plain = async (offered: readonly number[], wanted: readonly number[]): Promise<Outcome> => {
    const shares = withShares ? sharable.filter((it) => wanted.includes(it)) : [];
    const outcome = await tryOffer(target, { version: "TLSv1.3", suites: offered, groups: wanted, shares });
    if (outcome.state === "chosen") sightings.note(outcome);
    return outcome;
  };
  const attempt = async (offered: readonly number[], wanted: readonly number[]): Promise<Outcome> => {
    // A refusal would be about many things where nothing is offered that the server is known to take.
    const isTellable = !withShares && suites.found.some((it) => offered.includes(it));
    const schemes = isTellable && wanted.some((it) => sharable.includes(it)) ? trials.nextInPassing() : undefined;
    if (!schemes) return plain(offered, wanted);
    const offer = { version: "TLSv1.3", suites: offered, groups: wanted, schemes, goesOn: true } as const;
    const outcome = await tryOffer(target, offer);
    if (outcome.state === "chosen") {
      sightings.note(outcome);
      if (outcome.again?.state === "chosen") sightings.note(outcome.again);
      trials.toldInPassing(schemes, outcome.again);
      return outcome;
    }
    const again = outcome.state === "refused" ? await plain(offered, wanted) : outcome;
    if (again.state === "chosen") trials.told(schemes, false);
    else trials.putBack(schemes);
    return again;
  };
  const first = await plain(suites.offer(), groups.offer());
  if (first.state === "trouble") return { ...nothing, trouble: first.trouble };
  if (first.state === "refused") return { ...nothing, refusals: [first] };
  suites.take(first.suite);
  groups.take(first.group);
  await sightings.heardOfEarlier;
  // What was chosen goes to the end: a server with an order of its own stays with it.
  const second = await attempt(suites.full(), groups.full());
  const chosen = second.state === "chosen" ? second : undefined;
  suites.take(chosen?.suite);
  groups.take(chosen?.group);
  const { refusals, trouble } = await eliminate(suites, groups, attempt, ({ suite, group }) => ({
    one: suite,
    ...(group !== undefined && { other: group }),
  }));
  return {
    suites: suites.found,
    groups: groups.found,
    ...(chosen && suites.found.length > 1 && { suiteOrder: chosen.suite === first.suite }),
    ...(chosen && groups.found.length > 1 && { groupOrder: chosen.group === first.group }),
    groupsComplete: !trouble && !withShares,
    refusals,
    ...(trouble && { trouble }),
  };
}

const nothing: Tls13 = { suites: [], groups: [], groupsComplete: true, refusals: [] };
