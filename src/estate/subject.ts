/** The kinds of things that a control judges and a probe looks at. */
export const subjectKinds = [
  "estate",
  "environment",
  "system",
  "endpoint",
  "host",
  "listener",
  "image",
  "dockerfile",
  "compose-file",
  "container",
  "database",
  "person",
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** A stable id such as `endpoint:https://shop.example.com/` or `host:web1`. */
export type SubjectId = `${SubjectKind}:${string}`;

/** A thing of the estate, with what the estate declares of it. */
export interface Subject<Declared = unknown> {
  readonly id: SubjectId;
  readonly kind: SubjectKind;
  /** Its name in the estate file. */
  readonly name: string;
  /** The systems it belongs to; estate-wide subjects belong to all. */
  readonly systems: readonly string[];
  /** Its entry in the estate file. */
  readonly declared: Declared;
}
