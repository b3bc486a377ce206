import type { SubjectId } from "../estate/subject.ts";

/** What is told while an assessment runs. */
export type Progress =
  | { readonly event: "planned"; readonly looks: number; readonly questions: number; readonly systems: number }
  | { readonly event: "looking"; readonly probe: string; readonly subject: SubjectId }
  | {
      readonly event: "looked";
      readonly probe: string;
      readonly subject: SubjectId;
      readonly done: number;
      readonly total: number;
      /** Kinds of fact so far that could not be told. */
      readonly troubles: number;
    };

export type ProgressListener = (progress: Progress) => void;
