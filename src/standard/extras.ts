import type { SectionId } from "./requirement.ts";

/** Something later editions add. It is told, but never counted among the 51. */
export interface Extra {
  /** Unique among the extras, such as `jump-host`. */
  readonly id: string;
  /** The section it would belong to. */
  readonly section: SectionId;
  readonly title: string;
  /** In our own words. */
  readonly statement: string;
}

export const extras: readonly Extra[] = [
  {
    id: "shared-resources",
    section: "SEP",
    title: "No shared resources",
    statement: "Production shares no resource with another environment, least of all a store of secrets.",
  },
  {
    id: "need-to-know",
    section: "SEP",
    title: "Need-to-know for production",
    statement: "Access to production is granted only to those who need it, and no wider than they need it.",
  },
  {
    id: "drift-detection",
    section: "HAR",
    title: "Drift of configuration detected",
    statement: "Changes of production's configuration that nobody planned are detected.",
  },
  {
    id: "container-labels",
    section: "DOC",
    title: "Containers labelled",
    statement: "Every container is labelled with its application and its owner.",
  },
  {
    id: "container-privileges",
    section: "DOC",
    title: "Containers with least privileges",
    statement: "Every container runs with no more privileges than it needs.",
  },
  {
    id: "high-isolation",
    section: "ISO",
    title: "Critical applications isolated completely",
    statement:
      "An application of the assurance class high or above shares no realm, namespace or the like with others.",
  },
  {
    id: "api-gateway",
    section: "ISO",
    title: "API gateway",
    statement: "Interfaces for programs are reached through a gateway.",
  },
  {
    id: "jump-host",
    section: "ADM",
    title: "Jump host",
    statement: "Administrators reach production through a jump host only.",
  },
  {
    id: "separate-admin-account",
    section: "ADM",
    title: "Separate administrator account",
    statement: "An administrator works with an account that isn't the one of everyday work.",
  },
  {
    id: "log-shipping",
    section: "MON",
    title: "Logs shipped to a SIEM",
    statement: "Security logs are sent to a system that correlates them.",
  },
];
