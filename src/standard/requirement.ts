/** Levels of RFC 2119, the strictest first. */
export const levels = ["MUST", "SHOULD", "MAY"] as const;
export type Level = (typeof levels)[number];

export const sectionIds = ["SEP", "HAR", "DOC", "BCK", "ISO", "ADM", "MNT", "SCN", "MON", "INC"] as const;
export type SectionId = (typeof sectionIds)[number];

/** Such as `HAR-10`. */
export type RequirementId = `${SectionId}-${number}`;

/** How certain a mapping to another standard is. */
export type Certainty = "exact" | "close" | "partial";

export interface Mapping {
  readonly standard: "NIST SP 800-53 r5" | "ISO/IEC 27002:2022" | "CIS Controls v8";
  readonly item: string;
  readonly certainty: Certainty;
}

/**
 * A part of a requirement that has to be settled by itself. A requirement is verified only if each of its aspects is;
 * an aspect that no control measures yet leaves it unverified, which is how a partial check never looks like a whole one.
 */
export interface Aspect {
  /** Unique within the requirement, such as `trace`. */
  readonly id: string;
  readonly level: Level;
  /** Kinds of subject it is about; as in the estate. A system without any of them leaves it open until the estate says why. */
  readonly subjects: readonly string[];
  /** What must be so, in one sentence. */
  readonly statement: string;
  /** The smallest thing that would settle it: what to measure, or what to declare. */
  readonly wouldVerify: string;
  /** What a named person would have to attest where it can't be measured. */
  readonly attest: string;
}

export interface Requirement {
  readonly id: RequirementId;
  readonly section: SectionId;
  readonly title: string;
  /** In our own words. */
  readonly statement: string;
  readonly aspects: readonly Aspect[];
  /** Lowest assurance class for which it is asked; `standard` is everybody. */
  readonly gate: "standard" | "high";
  /** Item numbers in the two editions of TSS-WEB. */
  readonly items: { readonly "tss-web-2.0": string; readonly "tss-web-md": string };
  /** Other chapters of the standard it leans on. */
  readonly references: readonly string[];
  readonly mappings: readonly Mapping[];
}
