import { z } from "zod";
import { troubleSchema } from "../../trouble-schema.ts";

/** One file name extension tried: how the answer to a random name with it differs from those to names without. */
export const handlerTrialSchema = z.strictObject({
  /** With its dot, such as `.php`. */
  extension: z.string(),
  status: z.int().optional(),
  /**
   * `handled`: something else than the file server answers for it. `refused`: a rule turns it away before anything
   * could. `unhandled`: it is answered as any other name is.
   */
  finding: z.enum(["handled", "refused", "unhandled"]).optional(),
  /** What showed the handler, without content: `X-Powered-By: PHP`, `another error page`, `502 instead of 404`. */
  shown: z.string().optional(),
  trouble: troubleSchema.optional(),
});
export type HandlerTrial = z.output<typeof handlerTrialSchema>;

/** Which extensions the server hands to something, told by names that exist nowhere. */
export const httpHandlersSchema = z.strictObject({
  trials: z.array(handlerTrialSchema),
  /** Statuses of the answers to a random name without extension, with `.txt`, with `.html` and with a made-up one. */
  baseline: z.array(z.int()),
  /** Whether an unknown method is answered by the file server, so that a handler that hides behind its errors shows. */
  methodTellsApart: z.boolean(),
});
