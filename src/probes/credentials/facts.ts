import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** Which secrets that lie in clear text are passwords of accounts, found out without asking any server. */
export const credentialMatchesSchema = z.strictObject({
  matches: z.array(
    z.strictObject({
      /** Where it lies: the subject, the place and name there. */
      lies: z.strictObject({ subject: z.string(), place: z.string(), name: z.string() }),
      /** What it opens. */
      opens: z.strictObject({ subject: z.string(), account: z.string() }),
    }),
  ),
  /** How many different secrets were compared with the passwords of how many accounts. */
  compared: z.strictObject({ secrets: z.int(), accounts: z.int() }),
  unseen: unseenSchema,
});

export const credentialFacts = { "credential-matches": credentialMatchesSchema };
