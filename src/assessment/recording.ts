import { z } from "zod";
import { incoherencesOf } from "../estate/load.ts";
import { estateSchema } from "../estate/schema.ts";
import { subjectKinds } from "../estate/subject.ts";
import { type FactKind, factKinds, factSchemas } from "../probes/fact-kinds.ts";
import type { Observation } from "../probes/observation.ts";
import { products } from "../probes/product.ts";
import { troubleSchema } from "../probes/trouble-schema.ts";

const subjectId = z.templateLiteral([z.enum(subjectKinds), ":", z.string().min(1)]);

const head = {
  fact: z.enum(factKinds as [FactKind, ...FactKind[]]),
  probe: z.string(),
  version: z.int(),
  subject: subjectId,
  vantage: z.string(),
  at: z.iso.datetime(),
  tookMs: z.number(),
  provenance: z.array(
    z.strictObject({ request: z.string(), status: z.int().nullable(), bytes: z.int(), sha256: z.string() }),
  ),
  products: z.array(z.enum(products)),
};

const observationSchema = z.union([
  z.strictObject({ ...head, facts: z.unknown() }),
  z.strictObject({ ...head, trouble: troubleSchema }),
  z.strictObject({ ...head, bug: z.strictObject({ message: z.string(), stack: z.string() }) }),
]);

/** What `check --record` writes and `judge --observations` reads: all that the conclusions follow from. */
export const recordingSchema = z.strictObject({
  schema: z.literal("holdfast-observations-1"),
  holdfast: z.string(),
  assessedAt: z.iso.datetime(),
  interrupted: z.boolean(),
  only: z.array(z.string()),
  onlySystems: z.array(z.string()),
  source: z.enum(["file", "found", "targets"]),
  files: z.array(z.string()),
  estate: estateSchema,
  observations: z.array(observationSchema),
});

type RawRecording = z.output<typeof recordingSchema>;
export interface Recording extends Omit<RawRecording, "observations"> {
  readonly observations: readonly Observation[];
}

/** A recording as text; the same recording gives the same bytes. */
export function writeRecording(recording: Recording): string {
  return `${JSON.stringify(recording, null, 1)}\n`;
}

/** Why a file is not a recording; a mistake of the user's input. */
export class RecordingError extends Error {
  override readonly name = "RecordingError";
}

/**
 * Reads a recording. Facts that do not fit the schema of their kind become trouble `unparsable`, so that one spoilt
 * observation costs its own conclusions only; a file that is no recording at all, or whose estate would be refused as
 * a file, is refused.
 * @throws RecordingError with what is wrong and where
 */
export function readRecording(text: string, file: string): Recording {
  const raw = recordingSchema.safeParse(parseJson(text, file));
  if (!raw.success) {
    const [first] = raw.error.issues;
    const where = first?.path.length ? ` at ${first.path.join(".")}` : "";
    throw new RecordingError(
      `${file} is not a recording of Holdfast${where}: ${first?.message ?? "unknown shape"}\n` +
        "Make one with `holdfast check --record FILE`.",
    );
  }
  const [incoherence, ...others] = incoherencesOf(raw.data.estate);
  if (incoherence !== undefined)
    throw new RecordingError(
      `${file} holds an estate that contradicts itself: ${incoherence}${others.length > 0 ? `, and ${others.length} more` : ""}\n` +
        "Mend the estate file, and observe again with `holdfast check --record FILE`.",
    );
  const observations = raw.data.observations.map((it) => ("facts" in it ? checkedFacts(it) : it) as Observation);
  const seen = new Set<string>();
  for (const { fact, subject } of observations) {
    const key = `${fact} of ${subject}`;
    if (seen.has(key))
      throw new RecordingError(`${file} holds two observations of ${key}; nobody can tell which counts`);
    seen.add(key);
  }
  return { ...raw.data, observations };
}

function checkedFacts(it: { readonly fact: FactKind; readonly facts: unknown }) {
  const checked = factSchemas[it.fact].safeParse(it.facts);
  if (checked.success) return { ...it, facts: checked.data };
  const { facts, ...rest } = it;
  const trouble = {
    kind: "unparsable",
    message: `the recorded ${it.fact} does not fit its schema: ${checked.error.issues[0]?.message ?? ""}`,
    wouldVerify: "observe again",
    excerpt: (JSON.stringify(facts) ?? "nothing").slice(0, 200),
  };
  return { ...rest, trouble };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordingError(
      `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}\n` +
        "Make a recording with `holdfast check --record FILE`.",
    );
  }
}
