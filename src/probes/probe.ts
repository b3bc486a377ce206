import type {
  ComposeFileDeclaration,
  ContainerDeclaration,
  DockerfileDeclaration,
  ImageDeclaration,
  ResolvedHost,
  ResolvedSystem,
} from "../estate/resolved.ts";
import type { DatabaseDeclaration, EndpointDeclaration, Estate } from "../estate/schema.ts";
import type { Subject, SubjectKind } from "../estate/subject.ts";
import type { Transport } from "../transports/transport.ts";
import type { Trouble } from "../transports/trouble.ts";
import type { CredentialDesk, Deposit } from "./credential-desk.ts";
import type { FactKind, FactsOf } from "./fact-kinds.ts";
import type { Provenance } from "./observation.ts";
import type { Product } from "./product.ts";

/** What a probe needs to work at all; `root` and such for parts of it are told by each fact's own trouble. */
export type Capability = "network" | "shell";

/** What the estate declares of a subject of each kind that has a probe or a control. */
export interface Declarations {
  readonly estate: Estate;
  readonly system: ResolvedSystem;
  readonly endpoint: EndpointDeclaration;
  readonly host: ResolvedHost;
  readonly image: ImageDeclaration;
  readonly dockerfile: DockerfileDeclaration;
  readonly "compose-file": ComposeFileDeclaration;
  readonly container: ContainerDeclaration;
  readonly database: DatabaseDeclaration;
}

/** Limits on what a probe may take from one subject. */
export interface Budget {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly maxConnections: number;
}

export interface ProbeContext {
  readonly transport: Transport;
  /** The transport to another host that the estate names for this subject; without one, to this machine. */
  readonly transportTo: (name: string | undefined, declared: ResolvedHost | undefined) => Transport;
  readonly signal: AbortSignal;
  readonly budget: Budget;
  /** The kinds of fact that are asked for; what only serves others need not be looked at. */
  readonly wanted: ReadonlySet<FactKind>;
  /** The present; probes never read the clock themselves. */
  readonly now: () => Date;
  /** Random hex characters for markers and canary paths. */
  readonly random: (characters: number) => string;
  /** Keyed fingerprint of a secret (HMAC-SHA-256 with a key that lives for one assessment), first 16 hex characters. */
  readonly fingerprint: (secret: string | Buffer) => string;
  /** Where secrets and what accounts are checked against are left for the comparison at the end. */
  readonly deposit: Deposit;
  /** All that was left there; for the probe that compares. */
  readonly desk: CredentialDesk;
}

/** One kind of fact that a probe has to tell of its subject, or the trouble that kept it from it. */
export type Told<K extends FactKind = FactKind> = {
  [F in K]: {
    readonly fact: F;
    readonly provenance: readonly Provenance[];
    readonly products?: readonly Product[];
  } & ({ readonly facts: FactsOf<F> } | { readonly trouble: Trouble });
}[K];

/** Looks at one kind of real thing and collects facts, never opinions. Read-only, bounded, polite. */
export interface Probe<S extends keyof Declarations & SubjectKind = keyof Declarations, K extends FactKind = FactKind> {
  readonly id: string;
  readonly version: number;
  readonly subject: S;
  /** Every kind of fact it can tell; one that is wanted and not told counts as trouble. */
  readonly yields: readonly K[];
  readonly needs: readonly Capability[];
  readonly title: string;
  /** Whether it looks only once all others have, as it weighs what they left. */
  readonly last?: boolean;
  /**
   * Why, by what the estate declares of a subject, none of its facts can be there; `undefined` where they can. The
   * subject is then not looked at, and controls that need such facts don't apply to it.
   */
  readonly ruledOut?: (declared: Declarations[S]) => string | undefined;
  /**
   * Whether it looks at such a subject at all; without it, at all of its kind. Of a subject that no probe looks at nothing
   * is known: what is asked about it stays unknown.
   */
  appliesTo?(declared: Declarations[S]): boolean;
  observe(subject: Subject<Declarations[S]>, context: ProbeContext): Promise<readonly Told<K>[]>;
}

/** Defines a probe: its subject and facts are checked here; from here on it is one of many. */
export function probe<S extends keyof Declarations & SubjectKind, K extends FactKind>(it: Probe<S, K>): Probe {
  return it as unknown as Probe;
}
