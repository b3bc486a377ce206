import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** Somebody who has, or had, access; one entry for each person, whatever sources tell of them. */
export const rosterPersonSchema = z.strictObject({
  /** Name in the estate file, or the source's own. */
  id: z.string(),
  fullName: z.string().optional(),
  email: z.string().optional(),
  /** `leave`: away for long, without access. Of several sources the gravest counts. */
  status: z.enum(["active", "leave", "left"]),
  /** What tells the status, such as `the estate file` or `pwdAccountLockedTime`. */
  statusBy: z.string(),
  /** The day the person left, as a source tells it. */
  left: z.string().optional(),
  /** Where no source tells that day: the last change of the entry, by which it was so at the latest. */
  leftBy: z.string().optional(),
  roles: z.array(z.string()),
  accounts: z.array(z.string()),
  /** Fingerprints (SHA256:…) of the person's SSH keys. */
  keys: z.array(z.string()),
});
export type RosterPerson = z.output<typeof rosterPersonSchema>;

/** Who belongs here, by all that the estate declares and the sources that it names. */
export const rosterSchema = z.strictObject({
  people: z.array(rosterPersonSchema),
  /** Accounts that are no person's. */
  serviceAccounts: z.array(
    z.strictObject({ name: z.string(), owner: z.string(), purpose: z.string(), on: z.array(z.string()) }),
  ),
  /** Approved reasons for administrative access; days as in the estate file. */
  approvals: z.array(
    z.strictObject({
      person: z.string(),
      to: z.array(z.string()),
      because: z.string(),
      approvedBy: z.string(),
      until: z.string().optional(),
    }),
  ),
  sources: z.array(
    z.strictObject({
      kind: z.enum(["file", "ldap", "scim"]),
      place: z.string(),
      people: z.int(),
      /** Since when it is as it is: the day of the last review or of the file; the time of asking. Absent if nothing tells. */
      asOf: z.string().optional(),
    }),
  ),
  /** How many active people there were when they were last counted, and when; absent where nobody remembers. */
  previous: z.strictObject({ active: z.int(), at: z.string() }).optional(),
  unseen: unseenSchema,
});

export const rosterFacts = { roster: rosterSchema };
