import { z } from "zod";
import { imageLimits } from "../layers/limits.ts";
import { digestPattern } from "./digest.ts";
import { garbled } from "./source-trouble.ts";

const annotations = z.record(z.string(), z.string()).nullish();
const descriptor = z.object({
  mediaType: z.string().default(""),
  digest: z.string().regex(digestPattern),
  size: z.int().nonnegative(),
  annotations,
});
export type Descriptor = z.output<typeof descriptor>;

/** An image manifest: OCI image-spec, or Docker's schema 2. */
export const manifestSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  config: descriptor,
  layers: z.array(descriptor).max(imageLimits.layers),
  annotations,
});

/** An OCI image index, or Docker's manifest list. */
export const indexSchema = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  manifests: z
    .array(
      descriptor.extend({
        artifactType: z.string().optional(),
        platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() }).nullish(),
      }),
    )
    .max(1000),
});
export type ImageIndex = z.output<typeof indexSchema>;

/** `manifest.json` of an archive that Docker saved: one element an image. */
export const savedImagesSchema = z
  .array(
    z.object({
      Config: z.string(),
      RepoTags: z.array(z.string()).nullish(),
      Layers: z.array(z.string()).max(imageLimits.layers),
    }),
  )
  .max(1000);

/** @throws TroubleError where the bytes aren't such a document */
export function readDocument<S extends z.ZodType>(schema: S, bytes: Buffer, what: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    throw garbled(`${what} makes no sense`, bytes.toString("utf8", 0, 200));
  }
}
