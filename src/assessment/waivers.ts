import type { AttestationDeclaration, Estate, ExceptionDeclaration } from "../estate/schema.ts";
import type { RequirementId } from "../standard/requirement.ts";
import type { ControlOutcome } from "./assessment.ts";

/** The approved exception, unexpired on the day of the assessment, that covers failures of this outcome. */
export function exceptionFor(estate: Estate, outcome: ControlOutcome, now: Date): ExceptionDeclaration | undefined {
  return estate.exceptions.find(
    (it) =>
      it.requirement === outcome.requirement &&
      (it.control === undefined || it.control === outcome.control) &&
      (it.system === undefined || it.system === outcome.system) &&
      (it.subject === undefined || it.subject === outcome.subject) &&
      !expired(it.until, now),
  );
}

/** The valid attestation that covers exactly this aspect of the requirement for the system. */
export function attestationFor(
  estate: Estate,
  about: { readonly requirement: RequirementId; readonly aspect: string; readonly system: string },
  now: Date,
): AttestationDeclaration | undefined {
  return estate.attestations.find(
    (it) =>
      it.requirement === about.requirement &&
      it.aspect === about.aspect &&
      it.system === about.system &&
      Date.parse(it.on) <= now.getTime() &&
      !expired(it.until, now),
  );
}

/** Whether the last day (UTC) on which something counts is over. */
export function expired(until: string, now: Date): boolean {
  return until < now.toISOString().slice(0, 10);
}
