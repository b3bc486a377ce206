import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** What a host trusts without asking. */
const hostTrustSchema = z.strictObject({
  /** Libraries that the loader puts into every program (/etc/ld.so.preload). */
  preloaded: z.array(z.string()),
  /** Files by which other hosts or their users come in unasked (hosts.equiv, .rhosts, .shosts), and whether all may. */
  trustedHosts: z.array(z.strictObject({ path: z.string(), entries: z.int(), anybody: z.boolean() })),
  /** Folders given out by NFS, each with a client and the options that count for it (exports(5)). */
  exports: z.array(z.strictObject({ folder: z.string(), client: z.string(), options: z.array(z.string()) })),
  unseen: unseenSchema,
});

export const trustFacts = { "host-trust": hostTrustSchema };
