import type { FactsOf } from "../../../../probes/fact-kinds.ts";
import type { DesignFacts } from "../../known-flaws-absent/design-flaws.ts";

/** All that a grade is worked out from. */
export interface GradeFacts extends DesignFacts {
  readonly tlsCertificates: FactsOf<"tls-certificates">;
  /** Absent where no HTTP is spoken. */
  readonly httpAnswers?: FactsOf<"http-answers"> | undefined;
  /** The time of judging, for the dates of certificates. */
  readonly now: Date;
}
