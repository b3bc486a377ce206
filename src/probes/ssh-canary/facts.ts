import { z } from "zod";

/** What a host makes of the declared canary's key when nothing else is shown to it. */
export const hostCanarySchema = z.strictObject({
  user: z.string(),
  /** `accepted`: let in with the key alone. `partial`: the key counts, and the host then asks for something else. */
  answer: z.enum(["accepted", "partial"]),
  /** The methods that it then offers, such as `keyboard-interactive`. */
  thenAsked: z.array(z.string()),
});

export const sshCanaryFacts = { "host-canary": hostCanarySchema };
