import type { Assessment, EvidenceReference, ObservationEntry } from "../../assessment/assessment.ts";
import { ownProperty } from "../../standard/oscal.ts";
import { uuid5 } from "../../standard/uuid.ts";
import { list, markup, plain } from "./words.ts";

/** What an observation is told apart by; evidence refers to it by the same. */
type Reference = Pick<ObservationEntry, "fact" | "probe" | "vantage" | "at">;

/** UUID of an observation of a subject. */
export function observationUuid(subject: string, { fact, probe, vantage, at }: Reference): string {
  return uuid5(`observation ${JSON.stringify([subject, fact, probe, vantage, at])}`);
}

/** UUID of a subject, as an inventory item. */
export function subjectUuid(subject: string): string {
  return uuid5(`subject ${subject}`);
}

/** Every observation, with how it was come by where an outcome rests on it, and with its trouble where it failed. */
export function observationsOf(assessment: Assessment) {
  const evidence = new Map<string, EvidenceReference & { readonly subject: string }>();
  for (const { subject, evidence: several } of [...assessment.outcomes, ...assessment.findings]) {
    for (const it of several) evidence.set(observationUuid(subject, it), { ...it, subject });
  }
  const entries = new Map<string, Reference & Pick<ObservationEntry, "trouble" | "bug"> & { readonly subject: string }>(
    evidence,
  );
  for (const it of assessment.observations) entries.set(observationUuid(it.subject, it), it);
  return [...entries].map(([uuid, { fact, probe, subject, vantage, at, trouble, bug }]) => {
    const failed = trouble ?? (bug && { kind: "bug", message: bug.message, wouldVerify: "report this mistake" });
    const time = validTime(at);
    const remarks = [
      ...(failed
        ? [`It failed (${failed.kind}): ${markup(failed.message)}. What would verify it: ${markup(failed.wouldVerify)}`]
        : []),
      ...(time === undefined
        ? [`It has no valid time (${markup(at)}); the time of the assessment stands for it.`]
        : []),
    ];
    return {
      uuid,
      description: `${fact} of ${markup(subject)}, seen by the probe ${markup(probe)} from ${markup(vantage)}`,
      ...(failed && { props: [ownProperty("trouble", failed.kind)] }),
      methods: ["TEST"],
      subjects: [{ "subject-uuid": subjectUuid(subject), type: "inventory-item", title: markup(subject) }],
      ...list(
        "relevant-evidence",
        (evidence.get(uuid)?.provenance ?? []).map(({ request, status, bytes, sha256 }) => ({
          description: `${markup(request)}: status ${status ?? "none"}, ${bytes} bytes`,
          props: [ownProperty("sha256", plain(sha256))],
        })),
      ),
      collected: time ?? assessment.assessedAt,
      ...(remarks.length > 0 && { remarks: remarks.join("\n\n") }),
    };
  });
}

/** The time, if it is one that OSCAL takes. */
export function validTime(at: string | undefined): string | undefined {
  const valid = at !== undefined && /^(19|2\d)\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(at);
  return valid && !Number.isNaN(Date.parse(at)) ? at : undefined;
}
