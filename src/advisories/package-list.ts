import { z } from "zod";

/** One signed list of a distribution, as it was when it was fetched. */
export const packageListSchema = z.strictObject({
  uri: z.string(),
  suite: z.string(),
  security: z.boolean(),
  /** RFC 3339; from the signed index. */
  date: z.string(),
  validUntil: z.string().optional(),
  /** Whether the index's signature verified and the list has the hash that it names. */
  verified: z.boolean(),
  /** When it was fetched; older than now when it comes from the cache. */
  fetchedAt: z.string(),
});
export type PackageList = z.output<typeof packageListSchema>;
