import type { SubjectId } from "../estate/subject.ts";
import type { Trouble } from "../transports/trouble.ts";
import type { FactKind, FactsOf } from "./fact-kinds.ts";
import type { Product } from "./product.ts";

/** How a fact was come by, so that a third party can repeat it. */
export interface Provenance {
  /** The command or request, such as `sshd -T` or `TRACE / HTTP/1.1`. */
  readonly request: string;
  /** Exit code of a command or status of a response; `null` where none came. */
  readonly status: number | null;
  /** How many bytes came back. */
  readonly bytes: number;
  /** SHA-256 of those bytes in hex; keyed (HMAC, prefixed `hmac:`) where they could hold a secret. */
  readonly sha256: string;
}

/** A mistake in Holdfast itself, caught while observing or judging. */
export interface Bug {
  readonly message: string;
  readonly stack: string;
}

interface ObservationHead {
  readonly fact: FactKind;
  readonly probe: string;
  /** Version of the probe; raised whenever its facts change their meaning. */
  readonly version: number;
  readonly subject: SubjectId;
  readonly vantage: string;
  /** When it was seen: RFC 3339, UTC. */
  readonly at: string;
  readonly tookMs: number;
  readonly provenance: readonly Provenance[];
  /** What the probe recognised there; picks the remedy. */
  readonly products: readonly Product[];
}
export interface FactsObservation<K extends FactKind = FactKind> extends ObservationHead {
  readonly facts: FactsOf<K>;
}
export interface TroubledObservation extends ObservationHead {
  readonly trouble: Trouble;
}
export interface BuggedObservation extends ObservationHead {
  readonly bug: Bug;
}

/** What one probe told of one subject about one kind of fact: the facts, or why not. */
export type Observation = FactsObservation | TroubledObservation | BuggedObservation;
