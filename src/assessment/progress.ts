import type { SubjectId } from "../estate/subject.ts";
import type { SectionId } from "../standard/requirement.ts";

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
      /** Sections of the standard that this look was for. */
      readonly sections: readonly SectionId[];
      /** Kinds of fact so far that could not be told. */
      readonly troubles: number;
    };

export type ProgressListener = (progress: Progress) => void;
