import type { Policy, SystemDeclaration } from "../estate/schema.ts";
import type { Subject } from "../estate/subject.ts";
import type { FactKind, FactsOf } from "../probes/fact-kinds.ts";
import type { Declarations } from "../probes/probe.ts";
import type { Product } from "../probes/product.ts";
import type { RequirementId } from "../standard/requirement.ts";
import type { Outcome, Problem } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";

type Camel<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : S;

/** The facts a control asked for, by camel-cased kind: `http-methods` is `httpMethods`. */
export type Seen<K extends FactKind> = { readonly [F in K as Camel<F>]: FactsOf<F> };

/** What was told of one subject of the estate. */
export interface ToldOf<K extends FactKind> {
  readonly subject: Subject;
  readonly facts: FactsOf<K>;
}

/** The facts asked for of all subjects, by camel-cased kind: every subject of which they were told, in the estate's order. */
export type SeenAcross<K extends FactKind> = { readonly [F in K as Camel<F>]: readonly ToldOf<F>[] };

/** Whatever else a judge may look at. There is no clock but `now`, and no I/O. */
export interface JudgeContext<S extends keyof Declarations, P extends string, A extends FactKind = never> {
  readonly subject: Subject<Declarations[S]>;
  /** What `across` asked for. */
  readonly across: SeenAcross<A>;
  /** The system for which the subject is judged. */
  readonly system: SystemDeclaration;
  readonly policy: Policy;
  readonly now: Date;
  /**
   * Makes a problem from its text in `problems`; `data` fills the `{placeholders}`. The discriminator tells problems of
   * one id apart and is part of the finding's stable id, so it must not hold what changes from run to run; without one,
   * all problems of that id on the subject are the same finding.
   */
  readonly problem: MakeProblem<P>;
}

/** Makes a problem of one of a control's texts. */
export type MakeProblem<P extends string> = (
  id: P,
  data?: Readonly<Record<string, string | number>>,
  options?: { readonly discriminator?: string; readonly severity?: Severity },
) => Problem;

/** One checkable claim that serves one requirement. */
export interface Control<
  S extends keyof Declarations = keyof Declarations,
  K extends FactKind = FactKind,
  P extends string = string,
  O extends K = never,
  A extends FactKind = FactKind,
> {
  /** Same as its folder's name. */
  readonly id: string;
  readonly requirement: RequirementId;
  /** Which part of the requirement it helps to settle; one of the requirement's aspects. */
  readonly aspect: string;
  readonly subject: S;
  /** The facts it needs; trouble in one of them makes `unknown` before `judge` is called. */
  readonly observes: readonly K[];
  /** Those it can do without where the estate declares that the subject has none; `judge` then gets no such facts. */
  readonly spares?: readonly O[];
  /**
   * Facts that it needs of every subject of the estate that has them, not of its own alone. Where they can't be had of one,
   * `judge` weighs the others, and what it says is a failure at best with a gap, or unknown.
   */
  readonly across?: readonly A[];
  /** Limits `across` to the subjects of the system for which it is judged. */
  readonly within?: "system";
  readonly severity: Severity;
  /** The claim, as a sentence that is true when it holds. */
  readonly title: string;
  /** Texts by id, with `{placeholders}` for the observed values. */
  readonly problems: Readonly<Record<P, string>>;
  /** Pure and total: never throws, does no I/O. */
  judge(seen: Seen<Exclude<K, O>> & Partial<Seen<O>>, context: JudgeContext<S, P, A>): Outcome;
  /** How to mend it, by the products that a probe can recognise. */
  readonly remedy: Readonly<Partial<Record<Product, string>>>;
}

/**
 * Defines a control: its facts and problems are checked here, where they are known; from here on it is one of many,
 * and the engine alone decides what it is given.
 */
export function control<
  S extends keyof Declarations,
  K extends FactKind,
  P extends string,
  O extends K = never,
  A extends FactKind = never,
>(it: Control<S, K, P, O, A>): Control {
  return it as unknown as Control;
}
