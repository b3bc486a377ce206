import { z } from "zod";
import { troubleSchema } from "../trouble-schema.ts";

/** One request in the name of another origin, and what the answer lets that origin do. */
export const crossOriginTrialSchema = z.strictObject({
  /**
   * `stranger`: nobody's. `null`: of sandboxed frames and local files. `prefixed`, `suffixed`: a stranger whose name ends
   * or starts with the endpoint's. `plain`: the endpoint's own name over plain HTTP.
   */
  kind: z.enum(["stranger", "null", "prefixed", "suffixed", "plain"]),
  target: z.string(),
  status: z.int().optional(),
  /** Whether Access-Control-Allow-Origin named this very origin. */
  allowed: z.boolean(),
  /** Whether Access-Control-Allow-Credentials said `true`. */
  credentials: z.boolean(),
  trouble: troubleSchema.optional(),
});

export const crossOriginFacts = {
  "http-cors": z.strictObject({ url: z.string(), trials: z.array(crossOriginTrialSchema).min(1) }),
};
