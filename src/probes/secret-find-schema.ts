import { z } from "zod";

/** A secret that lies where none may lie. Its value is nowhere; the fingerprint is keyed and lives for one assessment. */
export const secretFindSchema = z.strictObject({
  where: z.enum(["file", "environment", "label", "history", "argument", "instruction"]),
  /** Path in the image with its layer, name of the variable, or line of the file. */
  place: z.string(),
  /** Name of the variable or key that holds it, or what the file is. */
  name: z.string(),
  /** Such as `private key`, `AWS access key`, `password`. */
  kind: z.string(),
  fingerprint: z.string(),
  /** For files: the layer (from 0) it is in, and whether a later layer hides it; the layer still holds it. */
  layer: z.int().optional(),
  hidden: z.boolean().optional(),
  /** For files: octal, four digits. */
  mode: z.string().optional(),
});
export type SecretFind = z.output<typeof secretFindSchema>;
