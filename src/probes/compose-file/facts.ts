import { z } from "zod";
import { containerSettingsSchema } from "../container-settings-schema.ts";
import { imageReferenceSchema } from "../image-reference-schema.ts";
import { secretFindSchema } from "../secret-find-schema.ts";
import { unseenSchema } from "../unseen-schema.ts";

/** Every container that a compose file or Kubernetes manifest asks for, with all of interpolation, extends, profiles and several files applied. */
export const composeWorkloadsSchema = z.strictObject({
  format: z.enum(["compose", "kubernetes"]),
  workloads: z.array(
    z.strictObject({
      /** Name of the service, or `kind/name/container`. */
      name: z.string(),
      /** File and line it begins at, such as `compose.yaml:12`. */
      place: z.string(),
      image: imageReferenceSchema.optional(),
      /** Folder and Dockerfile that it is built of. */
      build: z.strictObject({ context: z.string(), dockerfile: z.string() }).optional(),
      settings: containerSettingsSchema,
      /** Profiles that it only runs with. */
      profiles: z.array(z.string()),
    }),
  ),
  unseen: unseenSchema,
});

export const composeSecretsSchema = z.strictObject({
  found: z.array(secretFindSchema),
  unseen: unseenSchema,
});

export const composeFileFacts = {
  "compose-workloads": composeWorkloadsSchema,
  "compose-secrets": composeSecretsSchema,
};
