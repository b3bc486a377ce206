import type { SubjectId } from "../estate/subject.ts";
import type { FactKind } from "../probes/fact-kinds.ts";
import type { Bug, Provenance } from "../probes/observation.ts";
import type { Product } from "../probes/product.ts";
import type { AssuranceClass } from "../standard/assurance.ts";
import type { Level, RequirementId, SectionId } from "../standard/requirement.ts";
import type { Trouble } from "../transports/trouble.ts";
import type { Outcome } from "../verdict/outcome.ts";
import type { Severity } from "../verdict/severity.ts";
import type { Status } from "../verdict/status.ts";

/** Where the estate came from: a file, what was found on this machine, or targets named on the command line. */
export type EstateSource = "file" | "found" | "targets";

/** An observation that a conclusion rests on. */
export interface EvidenceReference {
  readonly fact: FactKind;
  /** The subject it is about, where that isn't the outcome's own. */
  readonly of?: SubjectId;
  readonly probe: string;
  readonly vantage: string;
  readonly at: string;
  readonly provenance: readonly Provenance[];
}

/** One way in which one control fails on one subject. */
export interface Finding {
  /** Stable over time: control, subject and discriminator. */
  readonly id: string;
  readonly control: string;
  /** The control's claim, which does not hold here. */
  readonly title: string;
  readonly requirement: RequirementId;
  readonly aspect: string;
  readonly level: Level;
  readonly subject: SubjectId;
  readonly systems: readonly string[];
  readonly severity: Severity;
  /** The sentence with the observed value. */
  readonly problem: string;
  readonly evidence: readonly EvidenceReference[];
  /** Texts for the products recognised on the subject; all of the control's where none was. */
  readonly remedy: readonly { readonly product: Product; readonly text: string }[];
  /** RFC 3339; when it must be mended by the standard's remediation deadlines, counted from this assessment. */
  readonly deadline?: string;
  /** The approved exception that covers it. */
  readonly exception?: { readonly approvedBy: string; readonly because: string; readonly until: string };
}

/** Something that could not be looked at, or that nothing looks at yet. */
export interface UnknownEntry {
  /** Absent where no control measures the aspect. */
  readonly control?: string;
  readonly requirement: RequirementId;
  readonly aspect: string;
  readonly level: Level;
  /** Absent where no subject was declared. */
  readonly subject?: SubjectId;
  readonly systems: readonly string[];
  readonly reason: string;
  readonly wouldVerify: string;
}

/** What one control said of one subject for one system. */
export interface ControlOutcome {
  readonly control: string;
  readonly requirement: RequirementId;
  readonly aspect: string;
  readonly subject: SubjectId;
  readonly system: string;
  readonly outcome: Outcome;
  readonly evidence: readonly EvidenceReference[];
}

export interface AspectResult {
  readonly id: string;
  readonly level: Level;
  readonly status: Status;
  readonly statement: string;
  /** The named person's word that makes it `attested`. */
  readonly attestation?: {
    readonly by: string;
    readonly statement: string;
    /** Where the evidence is. */
    readonly evidence: string;
    /** The day of the attestation and the last day on which it counts. */
    readonly on: string;
    readonly until: string;
  };
}

/** A requirement for a system: the line of every report. */
export interface RequirementResult {
  readonly id: RequirementId;
  readonly section: SectionId;
  readonly title: string;
  readonly system: string;
  /** Level of the part that decides the status; `levels` has each apart. */
  readonly level: Level;
  readonly status: Status;
  readonly levels: readonly { readonly level: Level; readonly status: Status }[];
  readonly aspects: readonly AspectResult[];
  /** Sentences, the gravest first: problems, gaps, or what was seen that makes it hold. */
  readonly reasons: readonly string[];
  /** Whether at least one control looked and came to a result. */
  readonly lookedAt: boolean;
}

/** An observation without its facts: what was asked of what, and whether it was told. */
export interface ObservationEntry {
  readonly fact: FactKind;
  readonly probe: string;
  readonly subject: SubjectId;
  readonly vantage: string;
  readonly at: string;
  readonly tookMs: number;
  readonly trouble?: Trouble;
  readonly bug?: Bug;
}

export interface SystemEntry {
  readonly name: string;
  readonly environment: string;
  readonly assuranceClass?: AssuranceClass;
}

export interface Tally {
  /** Requirements that apply. */
  readonly applicable: number;
  readonly verified: number;
  readonly lookedAt: number;
  /** verified ÷ applicable, 0 to 1; null when nothing applies. */
  readonly compliance: number | null;
  /** looked at ÷ applicable, 0 to 1; null when nothing applies. */
  readonly coverage: number | null;
  readonly byStatus: Readonly<Record<Status, number>>;
}

/** The two figures that are always shown together, in all and for each level apart. */
export interface Summary extends Tally {
  readonly byLevel: Readonly<Record<Level, Tally>>;
}

/** Everything that one assessment concludes. A pure function of estate, observations, time and version. */
export interface Assessment {
  /** Version of Holdfast. */
  readonly holdfast: string;
  /** RFC 3339, UTC. */
  readonly assessedAt: string;
  readonly estate: { readonly name: string; readonly source: EstateSource; readonly files: readonly string[] };
  /** Requirements it was limited to with `--only`; empty for all. */
  readonly only: readonly string[];
  /** Whether it was stopped before everything was looked at. */
  readonly interrupted: boolean;
  readonly systems: readonly SystemEntry[];
  readonly requirements: readonly RequirementResult[];
  readonly findings: readonly Finding[];
  readonly unknowns: readonly UnknownEntry[];
  readonly outcomes: readonly ControlOutcome[];
  readonly observations: readonly ObservationEntry[];
  /** Mistakes in Holdfast itself; any makes the exit code 4. */
  readonly bugs: readonly Bug[];
  readonly summary: Summary;
}
