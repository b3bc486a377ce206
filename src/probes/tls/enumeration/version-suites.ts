import type { Trouble } from "../../../transports/trouble.ts";
import type { Target } from "../target.ts";
import type { EarlierVersion } from "./earlier-version.ts";
import { defaultCurves, defaultSchemes } from "./offer.ts";
import { type Outcome, tryOffer } from "./outcome.ts";
import type { Sightings } from "./sightings.ts";
import { allSuites, isBeyondShort, suiteChunks } from "./suite-chunks.ts";

export interface VersionSuites {
  /** In the order in which the server chose, as far as that was seen. */
  readonly suites: readonly number[];
  readonly serverOrder?: boolean;
  /** How the last refusal came about; with a close or a reset it only counts where the server still talks. */
  readonly refusals: readonly Extract<Outcome, { state: "refused" }>[];
  readonly trouble?: Trouble;
}

/** What hellos with every suite brought. */
export interface LongLook extends VersionSuites {
  /** Whether they are read to their end. */
  readonly readsLong: boolean;
  /** Whether nothing came of the first, which may be due to its length. */
  readonly isOpen: boolean;
}

const seenLast = (all: readonly number[], seen: ReadonlySet<number>) => [
  ...all.filter((it) => !seen.has(it)),
  ...all.filter((it) => seen.has(it)),
];

/** Offers suites, takes away the one that is chosen, and offers the rest, until the server refuses. */
class Elimination {
  readonly #target: Target;
  readonly #version: EarlierVersion;
  readonly #sightings: Sightings;
  readonly refusals: Extract<Outcome, { state: "refused" }>[] = [];
  trouble: Trouble | undefined;
  /** Whether a suite was chosen that stood where servers that don't read long hellos have stopped. */
  readsLong = false;

  constructor(target: Target, version: EarlierVersion, sightings: Sightings) {
    this.#target = target;
    this.#version = version;
    this.#sightings = sightings;
  }

  async offer(suites: readonly number[]): Promise<number | undefined> {
    // What was seen goes to the end: a server that follows the client then shows another group and scheme in passing.
    const curves = new Set(this.#sightings.curvesOf(this.#version));
    const outcome = await tryOffer(this.#target, {
      version: this.#version,
      suites,
      groups: seenLast(defaultCurves, curves),
      schemes: seenLast(defaultSchemes, this.#sightings.schemesOf(this.#version)),
    });
    if (outcome.state === "chosen") this.#sightings.note(outcome);
    this.#sightings.noteAnswer(this.#version);
    if (outcome.state === "trouble") this.trouble ??= outcome.trouble;
    if (outcome.state === "refused") this.refusals.push(outcome);
    if (outcome.state !== "chosen") return undefined;
    this.readsLong ||= isBeyondShort(suites.indexOf(outcome.suite));
    if (outcome.group !== undefined && curves.has(outcome.group)) this.#sightings.noteStay(this.#version);
    return outcome.suite;
  }

  async all(suites: readonly number[]): Promise<number[]> {
    const left = new Set(suites);
    const found: number[] = [];
    while (left.size > 0) {
      const chosen = await this.offer([...left]);
      if (chosen === undefined) break;
      left.delete(chosen);
      found.push(chosen);
    }
    return found;
  }

  /** Merges what several chunks gave into the server's order, by offering the first of each. */
  async merged(lists: readonly number[][]): Promise<number[]> {
    const queues = lists.filter((it) => it.length > 0).map((it) => [...it]);
    const order: number[] = [];
    while (queues.filter((it) => it.length > 0).length > 1) {
      const heads = queues.flatMap((it) => it.slice(0, 1));
      const chosen = await this.offer(heads);
      const queue = queues.find((it) => it[0] === chosen);
      if (chosen === undefined || !queue) break;
      queue.shift();
      order.push(chosen);
    }
    return [...order, ...queues.flat()];
  }
}

/** Every suite of one version before TLS 1.3. Costs one connection for each suite, and one or two more. */
export async function versionSuites(target: Target, version: EarlierVersion, sightings: Sightings): Promise<LongLook> {
  const run = new Elimination(target, version, sightings);
  const head = await run.offer(allSuites);
  if (head !== undefined) return { ...(await inOneHello(run, head)), readsLong: run.readsLong, isOpen: false };
  const versionRefused = run.refusals.some((it) => it.by === "version");
  // Silence may be about the length of the hello; whoever does not speak TLS will not do so for a short one.
  const isOther = run.trouble !== undefined && run.trouble.kind !== "timeout";
  const { refusals, trouble } = run;
  return { suites: [], refusals, ...(trouble && { trouble }), readsLong: false, isOpen: !versionRefused && !isOther };
}

/** Everything in one list. Its second hello has the first choice at the end: a server with an order of its own stays. */
async function inOneHello(run: Elimination, head: number): Promise<VersionSuites> {
  const others = allSuites.filter((it) => it !== head);
  const second = await run.offer([...others, head]);
  const found = second === undefined || second === head ? [head] : [head, second];
  found.push(...(await run.all(others.filter((it) => it !== second))));
  if (!run.readsLong && !run.trouble)
    for (const chunk of suiteChunks) found.push(...(await run.all(chunk.filter((it) => !found.includes(it)))));
  const isKnown = second !== undefined && found.length > 1;
  return {
    suites: found,
    ...(isKnown && { serverOrder: second === head }),
    refusals: run.refusals,
    ...(run.trouble && { trouble: run.trouble }),
  };
}

/** The same for servers that break off at long hellos: several lists, each to its end. */
export async function versionSuitesInChunks(
  target: Target,
  version: EarlierVersion,
  sightings: Sightings,
): Promise<VersionSuites> {
  const run = new Elimination(target, version, sightings);
  const [first = [], ...others] = suiteChunks;
  const head = await run.offer(first);
  const versionRefused = run.refusals.some((it) => it.by === "version");
  if (head === undefined && (versionRefused || run.trouble))
    return { suites: [], refusals: run.refusals, ...(run.trouble && { trouble: run.trouble }) };
  const rest = head === undefined ? [] : first.filter((it) => it !== head);
  const lists = await Promise.all([
    run.all(rest).then((it) => (head === undefined ? it : [head, ...it])),
    ...others.map((it) => run.all(it)),
  ]);
  const found = lists.flat();
  const serverOrder = run.trouble ? undefined : await hasOwnOrder(run, lists);
  const suites = serverOrder === true ? await run.merged(lists) : found;
  return {
    suites,
    ...(serverOrder !== undefined && { serverOrder }),
    refusals: run.refusals,
    ...(run.trouble && { trouble: run.trouble }),
  };
}

/** Puts the suite that was chosen first to the end: a server with an order of its own chooses it again. */
async function hasOwnOrder(run: Elimination, lists: readonly number[][]): Promise<boolean | undefined> {
  const longest = lists.toSorted((a, b) => b.length - a.length)[0] ?? [];
  const found = longest.length > 1 ? longest : lists.flat();
  if (found.length < 2) return undefined;
  const before = await run.offer(found.length === longest.length ? [...found.slice(1), found[0] ?? 0] : found);
  if (before === undefined) return undefined;
  if (found.length === longest.length) return before === found[0];
  const after = await run.offer(found.toReversed());
  return after === undefined ? undefined : before === after;
}
