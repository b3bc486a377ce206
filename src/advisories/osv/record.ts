import { z } from "zod";

const event = z.object({
  introduced: z.string().optional(),
  fixed: z.string().optional(),
  last_affected: z.string().optional(),
  limit: z.string().optional(),
});
const severity = z.object({ type: z.string(), score: z.string() });
const affected = z.object({
  package: z.object({ ecosystem: z.string(), name: z.string() }).optional(),
  ranges: z.array(z.object({ type: z.string(), events: z.array(event).max(2000) })).optional(),
  versions: z.array(z.string()).optional(),
  severity: z.array(severity).nullish(),
  ecosystem_specific: z.object({ urgency: z.string().optional() }).nullish(),
});

/** One advisory in the Open Source Vulnerability format (schema 1.x), as far as it is judged here. */
export const osvRecordSchema = z.object({
  id: z.string().max(200),
  modified: z.string(),
  published: z.string().optional(),
  withdrawn: z.string().nullish(),
  aliases: z.array(z.string()).nullish(),
  upstream: z.array(z.string()).nullish(),
  affected: z.array(affected).nullish(),
  severity: z.array(severity).nullish(),
  database_specific: z.object({ severity: z.string().nullish().catch(undefined) }).nullish(),
});
export type OsvRecord = z.output<typeof osvRecordSchema>;
export type Affected = z.output<typeof affected>;
