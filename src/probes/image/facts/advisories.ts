import { z } from "zod";
import { packageListSchema } from "../../../advisories/package-list.ts";
import { unseenSchema } from "../../unseen-schema.ts";

/** Installed packages against what the distribution offers. */
export const imageUpdatesSchema = z.strictObject({
  lists: z.array(packageListSchema),
  /** Installed packages that a list names. */
  compared: z.int(),
  outdated: z.array(
    z.strictObject({
      name: z.string(),
      installed: z.string(),
      offered: z.string(),
      security: z.boolean(),
      /** Date of the oldest verified list we hold that offered a newer one than installed: RFC 3339. */
      offeredSince: z.string().optional(),
      /** Before then nothing newer was to be had: the date of a list without it, or of the changelog's entry: RFC 3339. */
      notOfferedBefore: z.string().optional(),
      /** From the fixed version's changelog, where it was reached. */
      advisories: z.array(z.string()),
      urgency: z.string().optional(),
    }),
  ),
  /** Packages that no list of theirs covers (other vendors, backports, built locally). */
  uncovered: z.array(z.strictObject({ name: z.string(), version: z.string(), because: z.string() })),
  /** Last day of support of the release, and who says so. */
  endOfLife: z.strictObject({ day: z.string(), source: z.string() }).optional(),
  unseen: unseenSchema,
});

/** Known vulnerabilities of the image's packages and components, by OSV. */
export const imageVulnerabilitiesSchema = z.strictObject({
  /** When the data was made (offline) or asked (API), RFC 3339. */
  dataAt: z.string(),
  source: z.string(),
  /** How many packages and components were matched. */
  matched: z.int(),
  vulnerabilities: z.array(
    z.strictObject({
      id: z.string(),
      aliases: z.array(z.string()),
      component: z.string(),
      version: z.string(),
      fixed: z.string().optional(),
      severity: z.enum(["critical", "high", "medium", "low", "unknown"]),
      /** CVSS base score, where a vector was given. */
      score: z.number().optional(),
      published: z.string().optional(),
    }),
  ),
  /** What no data covers, with the reason. */
  unmatched: z.array(z.strictObject({ component: z.string(), because: z.string() })),
  unseen: unseenSchema,
});
