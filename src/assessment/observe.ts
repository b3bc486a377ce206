import { createHmac } from "node:crypto";
import pLimit, { type LimitFunction } from "p-limit";
import type { Subject } from "../estate/subject.ts";
import { CredentialDesk } from "../probes/credential-desk.ts";
import { factSchemas } from "../probes/fact-kinds.ts";
import type { Bug, Observation } from "../probes/observation.ts";
import type { Budget, ProbeContext, Told } from "../probes/probe.ts";
import { localTransport } from "../transports/local.ts";
import type { Transport } from "../transports/transport.ts";
import { type Trouble, TroubleError } from "../transports/trouble.ts";
import type { Look } from "./plan.ts";
import type { ProgressListener } from "./progress.ts";

/** What observing needs of the outside; tests give their own. */
export interface Observer {
  /** Where what looks at a subject starts; always the same for one subject. */
  readonly transportFor: (subject: Subject) => Transport;
  readonly now: () => Date;
  readonly random: (characters: number) => string;
  /** Key of the fingerprints of secrets; lives in memory for one assessment. */
  readonly key: Buffer;
  readonly budget: Budget;
  readonly signal: AbortSignal;
  readonly progress: ProgressListener;
  /** Subjects looked at side by side, and probes at work on one subject at a time. */
  readonly concurrency: { readonly subjects: number; readonly perSubject: number };
}

/**
 * A modern server takes the TLS probe about fifty connections, one with every old suite well over a hundred, and one that
 * closes after each answer up to 250: it is looked at whole, too.
 */
export const defaultBudget: Budget = { timeoutMs: 30_000, maxBytes: 32 * 1024 * 1024, maxConnections: 300 };
export const defaultConcurrency = { subjects: 16, perSubject: 2 };

/**
 * Points every probe at its subjects and gives what they told. A look that was not begun when `signal` fired leaves no
 * observation; whatever a probe forgot to tell is told as trouble, and a bug in a probe costs its own facts only.
 */
export async function observe(looks: readonly Look[], observer: Observer): Promise<readonly Observation[]> {
  const overall = pLimit(observer.concurrency.subjects * observer.concurrency.perSubject);
  const perSubject = new Map<string, LimitFunction>();
  const desk = new CredentialDesk();
  let done = 0;
  let troubles = 0;
  const start = (look: Look) => {
    const limit = perSubject.get(look.subject.id) ?? pLimit(observer.concurrency.perSubject);
    perSubject.set(look.subject.id, limit);
    return limit(() =>
      overall(async () => {
        if (observer.signal.aborted) return [];
        const about = { probe: look.probe.id, subject: look.subject.id };
        observer.progress({ event: "looking", ...about });
        const seen = await take(look, observer, desk);
        done += 1;
        troubles += seen.filter((it) => !("facts" in it)).length;
        observer.progress({ event: "looked", ...about, sections: look.sections, done, total: looks.length, troubles });
        return seen;
      }),
    );
  };
  const [last, first] = [true, false].map((isLast) => looks.filter(({ probe }) => (probe.last ?? false) === isLast));
  const seen = await Promise.all((first ?? []).map(start));
  return [...seen, ...(await Promise.all((last ?? []).map(start)))].flat();
}

async function take(look: Look, observer: Observer, desk: CredentialDesk): Promise<readonly Observation[]> {
  const begun = observer.now();
  const transport = observer.transportFor(look.subject);
  const context: ProbeContext = {
    transport,
    transportTo: (name, declared) =>
      name === undefined || declared === undefined
        ? localTransport()
        : observer.transportFor({ id: `host:${name}`, kind: "host", name, systems: [], declared }),
    signal: observer.signal,
    budget: observer.budget,
    wanted: new Set(look.wanted),
    now: observer.now,
    random: observer.random,
    fingerprint: (secret) => createHmac("sha256", observer.key).update(secret).digest("hex").slice(0, 16),
    deposit: desk.of(look.subject.id),
    desk,
  };
  const told = await tell(look, context);
  const head = {
    probe: look.probe.id,
    version: look.probe.version,
    subject: look.subject.id,
    vantage: transport.vantage,
    at: begun.toISOString(),
    tookMs: observer.now().getTime() - begun.getTime(),
  };
  return look.wanted.map((fact): Observation => {
    if ("bug" in told) return { ...head, fact, provenance: [], products: [], bug: told.bug };
    if ("trouble" in told) return { ...head, fact, provenance: [], products: [], trouble: told.trouble };
    const it = told.told.find((one) => one.fact === fact);
    if (it === undefined) return { ...head, fact, provenance: [], products: [], trouble: untold(fact) };
    const rest = { ...head, fact, provenance: it.provenance, products: it.products ?? [] };
    if ("trouble" in it) return { ...rest, trouble: it.trouble };
    const checked = factSchemas[fact].safeParse(it.facts);
    if (checked.success) return { ...rest, facts: checked.data };
    return {
      ...rest,
      bug: { message: `probe ${head.probe} told ${fact} against its schema`, stack: checked.error.message },
    };
  });
}

async function tell(
  look: Look,
  context: ProbeContext,
): Promise<{ readonly told: readonly Told[] } | { readonly trouble: Trouble } | { readonly bug: Bug }> {
  try {
    return { told: await look.probe.observe(look.subject as Parameters<typeof look.probe.observe>[0], context) };
  } catch (error) {
    if (error instanceof TroubleError) return { trouble: error.trouble };
    return { bug: bugOf(error) };
  }
}

/** A thrown value as a bug that can be reported. */
export function bugOf(error: unknown): Bug {
  const it = error instanceof Error ? error : new Error(String(error));
  return { message: it.message, stack: it.stack ?? it.message };
}

function untold(fact: string): Trouble {
  return { kind: "unsupported", message: `the probe told nothing about ${fact}`, wouldVerify: "report this as a bug" };
}
