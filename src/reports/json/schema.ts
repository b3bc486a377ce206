import { z } from "zod";
import { subjectKinds } from "../../estate/subject.ts";
import { products } from "../../probes/product.ts";
import { levels, sectionIds } from "../../standard/requirement.ts";
import { troubleKinds } from "../../transports/trouble.ts";
import { severities } from "../../verdict/severity.ts";
import { statuses } from "../../verdict/status.ts";

/** Names the shape. Keys may be added to it; one that goes away or changes its meaning raises the number. */
export const schemaName = "holdfast-assessment-1";

const requirementId = z
  .string()
  .regex(new RegExp(`^(${sectionIds.join("|")})-\\d+$`, "u"))
  .describe("A requirement, such as HAR-10.");
const subjectId = z
  .string()
  .regex(new RegExp(`^(${subjectKinds.join("|")}):`, "u"))
  .describe("Kind and name of the thing that was judged, such as endpoint:https://shop.example.com/.");
const level = z.enum(levels).describe("Level of RFC 2119.");
const severity = z.enum(severities).describe("How grave it is.");
const status = z
  .enum(statuses)
  .describe("What is concluded. Only verified was measured and holds; unverified is never a pass.");
const control = z.string().describe("Id of a control, such as trace-refused.");
const aspect = z.string().describe("The part of the requirement, such as trace.");
const systems = z.array(z.string()).describe("Names of the systems concerned.");
const at = z.string().describe("When it was seen: RFC 3339, UTC.");

const evidence = z
  .array(
    z.object({
      fact: z.string().describe("Kind of fact, such as http-methods."),
      of: z.string().optional().describe("Id of the subject it is about, where that is another one."),
      probe: z.string(),
      vantage: z.string().describe("Where it was seen from."),
      at,
      provenance: z
        .array(
          z.object({
            request: z.string().describe("The command or request, so that a third party can repeat it."),
            status: z.int().nullable().describe("Exit code of a command or status of a response; null: none came."),
            bytes: z.int().min(0).describe("How many bytes came back."),
            sha256: z.string().describe("SHA-256 of those bytes in hex; prefixed hmac: where it is keyed."),
          }),
        )
        .describe("How the fact was come by."),
    }),
  )
  .describe("The observations that the conclusion rests on.");

const gap = z.object({
  reason: z.string().describe("Why it could not be seen."),
  wouldVerify: z.string().describe("The smallest thing that would settle it."),
});
const bug = z.object({ message: z.string(), stack: z.string() }).describe("A mistake in Holdfast itself.");

const requirement = z.object({
  id: requirementId,
  section: z.enum(sectionIds),
  title: z.string(),
  system: z.string().describe("Name of the system it is concluded for; id and system together are unique."),
  level: level.describe("Level of the part that decides the status."),
  status,
  reasons: z.array(z.string()).describe("Sentences, the gravest first."),
  levels: z.array(z.object({ level, status })).describe("Each level apart."),
  aspects: z.array(z.object({ id: aspect, level, status, statement: z.string() })),
  lookedAt: z.boolean().describe("Whether at least one control looked and came to a result."),
});

const finding = z.object({
  id: z.string().describe("Stable over time: control, subject and discriminator."),
  control,
  requirement: requirementId,
  subject: subjectId,
  severity,
  problem: z.string().describe("What is wrong, with the observed value."),
  title: z.string().describe("The control's claim, which does not hold here."),
  aspect,
  level,
  systems,
  evidence,
  remedy: z.array(z.object({ product: z.enum(products), text: z.string() })).describe("How to mend it, by product."),
  deadline: z.string().nullable().describe("RFC 3339; when it must be mended. null: the standard sets none."),
  exception: z
    .object({ approvedBy: z.string(), because: z.string(), until: z.string() })
    .nullable()
    .describe("The approved exception that covers it, if any."),
});

const unknown = z.object({
  control: control.nullable().describe("null: no control measures the aspect."),
  requirement: requirementId,
  subject: subjectId.nullable().describe("null: no subject was declared."),
  reason: gap.shape.reason,
  wouldVerify: gap.shape.wouldVerify,
  aspect,
  level,
  systems,
});

const outcome = z.object({
  control,
  requirement: requirementId,
  aspect,
  subject: subjectId,
  system: z.string(),
  outcome: z.enum(["holds", "fails", "unknown", "not-applicable"]),
  because: z.string().nullable().describe("For holds and not-applicable: what makes it so."),
  problems: z.array(
    z.object({ id: z.string(), message: z.string(), discriminator: z.string(), severity: severity.nullable() }),
  ),
  gaps: z.array(gap),
  evidence,
});

const observation = z
  .object({
    fact: z.string(),
    probe: z.string(),
    subject: subjectId,
    vantage: z.string(),
    at,
    tookMs: z.number().describe("Milliseconds."),
    trouble: z
      .object({
        kind: z.enum(troubleKinds),
        message: z.string(),
        wouldVerify: z.string(),
        excerpt: z.string().optional().describe("The bytes that made no sense, capped."),
      })
      .optional()
      .describe("Why the world did not tell; absent where it told."),
    bug: bug.optional().describe("The mistake in Holdfast that prevented it; absent where there was none."),
  })
  .describe("What was asked of what, and whether it was told.");

const share = z.number().min(0).max(1).nullable();
const tally = z.object({
  applicable: z.int().min(0).describe("Requirements that apply."),
  verified: z.int().min(0),
  lookedAt: z.int().min(0),
  compliance: share.describe("verified / applicable; null where nothing applies. To be shown with coverage."),
  coverage: share.describe("lookedAt / applicable; null where nothing applies. To be shown with compliance."),
  byStatus: z.record(z.enum(statuses), z.int().min(0)),
});

/** The JSON report. Every key is always there, `null` where it has no value; only `trouble`, its `excerpt` and `bug` are left out. */
export const assessmentSchema = z
  .object({
    schema: z.literal(schemaName).describe("Name of this shape."),
    holdfast: z.string().describe("Version of Holdfast."),
    assessedAt: z.iso.datetime({ offset: true }).describe("When: RFC 3339, UTC."),
    estate: z.object({
      name: z.string(),
      source: z.enum(["file", "found", "targets"]).describe("A file, what was found here, or targets that were named."),
      files: z.array(z.string()),
    }),
    only: z.array(z.string()).describe("Requirements it was limited to; empty: all."),
    interrupted: z.boolean().describe("Whether it was stopped before everything was looked at."),
    summary: tally.extend({ byLevel: z.record(z.enum(levels), tally) }),
    systems: z.array(z.object({ name: z.string(), environment: z.string(), assuranceClass: z.string().nullable() })),
    requirements: z.array(requirement),
    findings: z.array(finding),
    unknowns: z.array(unknown).describe("What could not be looked at, or what nothing looks at yet."),
    outcomes: z.array(outcome).describe("What each control said of each subject, also where it holds."),
    observations: z.array(observation),
    bugs: z.array(bug).describe("Mistakes in Holdfast itself; with any, the exit code is 4."),
  })
  .describe("One assessment by Holdfast. Readers ignore keys they do not know.");

/** The JSON report as a value. */
export type AssessmentDocument = z.output<typeof assessmentSchema>;

/** JSON Schema (2020-12) of the JSON report, as published in `docs/schemas/assessment-1.json`; two-space indented. */
export function assessmentJsonSchema(): string {
  // Of the input, because the schema of the output forbids the keys that a later version may add.
  const schema = z.toJSONSchema(assessmentSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify({ title: schemaName, ...schema }, null, 2)}\n`;
}
