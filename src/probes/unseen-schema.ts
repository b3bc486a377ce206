import { z } from "zod";

/** Schema of what a probe could not see of something that it otherwise saw; a judge hands these on as gaps. */
export const unseenSchema = z
  .array(z.strictObject({ reason: z.string(), wouldVerify: z.string() }))
  .describe("What could not be seen, with the smallest thing that would let us see it.");
