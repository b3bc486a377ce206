import { z } from "zod";
import { troubleKinds } from "../transports/trouble.ts";

/** Schema of a trouble, for recorded observations and for facts of which single parts could not be seen. */
export const troubleSchema = z.strictObject({
  kind: z.enum(troubleKinds),
  message: z.string(),
  wouldVerify: z.string(),
  excerpt: z.string().optional(),
});
