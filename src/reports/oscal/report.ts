import type { Assessment } from "../../assessment/assessment.ts";
import { oscalVersion, ownProperty } from "../../standard/oscal.ts";
import { oscalControlId } from "../../standard/oscal-catalog.ts";
import { uuid5 } from "../../standard/uuid.ts";
import { jsonText } from "../json-text.ts";
import { findingsOf, risksOf } from "./findings.ts";
import { observationsOf, subjectUuid, validTime } from "./observations.ts";
import { list, markup, plain } from "./words.ts";

/**
 * The assessment as OSCAL assessment results (JSON) for compliance tools. `satisfied` is only what was measured and holds.
 * UUIDs come from names, so that equal assessments are equal bytes.
 */
export function renderOscal(assessment: Assessment): string {
  const { assessedAt, estate, holdfast, requirements } = assessment;
  const plan = uuid5(`plan ${estate.name}`);
  const observations = observationsOf(assessment);
  const controls = [...new Set(requirements.map((it) => oscalControlId(it.id)))];
  const subjects = [
    ...new Set([...assessment.observations, ...assessment.outcomes, ...assessment.findings].map((it) => it.subject)),
  ];
  return jsonText({
    "assessment-results": {
      uuid: uuid5(`assessment ${JSON.stringify([estate.name, assessedAt, holdfast])}`),
      metadata: {
        title: `Assessment of ${markup(estate.name)}`,
        "last-modified": assessedAt,
        version: assessedAt,
        "oscal-version": oscalVersion,
      },
      "import-ap": { href: `#${plan}` },
      results: [
        {
          uuid: uuid5(`result ${JSON.stringify([estate.name, assessedAt, holdfast])}`),
          title: `Holdfast ${markup(holdfast)}`,
          description: summaryWords(assessment),
          start: startOf(assessment),
          end: assessedAt,
          props: propsOf(assessment),
          ...(subjects.length > 0 && {
            "local-definitions": {
              "inventory-items": subjects.map((it) => ({ uuid: subjectUuid(it), description: markup(it) })),
            },
          }),
          "reviewed-controls": {
            "control-selections": [
              controls.length === 0
                ? { description: "No requirement was assessed, so that none has a finding.", "include-all": {} }
                : { "include-controls": controls.map((it) => ({ "control-id": it })) },
            ],
          },
          ...list("observations", observations),
          ...list("risks", risksOf(assessment)),
          ...list("findings", findingsOf(assessment)),
          ...(assessment.bugs.length > 0 && {
            remarks: assessment.bugs.map((it) => `A mistake in Holdfast: ${markup(it.message)}`).join("\n\n"),
          }),
        },
      ],
      "back-matter": {
        resources: [
          {
            uuid: plan,
            title: "The estate file stands for the assessment plan",
            ...list(
              "rlinks",
              estate.files.map((it) => ({ href: hrefOf(it) })),
            ),
          },
        ],
      },
    },
  });
}

function startOf({ observations, assessedAt }: Assessment): string {
  const times = observations.flatMap(({ at }) => validTime(at) ?? []).concat(assessedAt);
  return times.reduce((first, it) => (Date.parse(it) < Date.parse(first) ? it : first));
}

function summaryWords({ summary, interrupted }: Assessment): string {
  const figures = `${summary.verified} of ${summary.applicable} requirements that apply are verified; ${summary.lookedAt} were looked at.`;
  return interrupted ? `${figures} The assessment was stopped before everything was looked at.` : figures;
}

function propsOf({ holdfast, summary, interrupted }: Assessment) {
  return [
    ownProperty("holdfast", plain(holdfast)),
    ownProperty("interrupted", String(interrupted)),
    ownProperty("compliance", String(summary.compliance ?? "nothing applies")),
    ownProperty("coverage", String(summary.coverage ?? "nothing applies")),
  ];
}

function hrefOf(path: string): string {
  return path.toWellFormed().replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/") || ".";
}
