import { z } from "zod";

/** An image reference, taken apart as registries do (Docker's defaults filled in). */
export const imageReferenceSchema = z.strictObject({
  /** As it was written. */
  written: z.string(),
  /** Such as `docker.io` or `registry.example.com:5000`. */
  registry: z.string(),
  /** Such as `library/debian`. */
  repository: z.string(),
  tag: z.string().optional(),
  /** `sha256:…` */
  digest: z.string().optional(),
});
export type ImageReference = z.output<typeof imageReferenceSchema>;
