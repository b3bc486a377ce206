import { z } from "zod";
import { unseenSchema } from "../unseen-schema.ts";

/** Where the host's package managers take packages from, and what they leave unchecked. */
const hostPackageSourcesSchema = z.strictObject({
  sources: z.array(
    z.strictObject({
      /** File it is in. */
      place: z.string(),
      /** Its address, without a name and password. */
      uri: z.string(),
      /** Whether it brings security updates, by its name. */
      security: z.boolean(),
      /** Options that switch checks of signatures off, such as `trusted=yes`, `gpgcheck=0`. */
      unchecked: z.array(z.string()),
    }),
  ),
  /** Settings that switch them off for all sources, with their file. */
  uncheckedSettings: z.array(z.strictObject({ place: z.string(), setting: z.string() })),
  unseen: unseenSchema,
});

export const packageSourcesFacts = { "host-package-sources": hostPackageSourcesSchema };
