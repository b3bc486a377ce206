import { z } from "zod";
import { imageReferenceSchema } from "../image-reference-schema.ts";
import { secretFindSchema } from "../secret-find-schema.ts";
import { unseenSchema } from "../unseen-schema.ts";

/** Where something comes from: an image, an earlier stage, nothing, or what no one can tell without build arguments. */
export const originSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("image"), image: imageReferenceSchema }),
  z.strictObject({ kind: z.literal("stage"), stage: z.int() }),
  z.strictObject({ kind: z.literal("scratch") }),
  /** A folder of the build context given by name. */
  z.strictObject({ kind: z.literal("context"), name: z.string() }),
  z.strictObject({ kind: z.literal("unresolved"), written: z.string(), variables: z.array(z.string()) }),
]);
export type Origin = z.output<typeof originSchema>;

/** One simple command of a RUN, found behind `&&`, `;`, pipes, subshells and `sh -c`. */
export const shellCommandSchema = z.strictObject({
  line: z.int(),
  /** Words after quoting; a word with an expansion that can't be told holds its text. */
  words: z.array(z.string()),
  /** Variables set for this command only. */
  environment: z.array(z.string()),
  /** Number of the pipeline within the RUN, so that `curl … | sh` is seen as one. */
  pipeline: z.int(),
});

const head = { line: z.int(), /** Set for what ONBUILD defers. */ onbuild: z.boolean() };

export const instructionSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...head,
    kind: z.literal("run"),
    commands: z.array(shellCommandSchema),
    /** Images mounted by `--mount=from=`. */
    mounts: z.array(originSchema),
    /** `--security=insecure`, `--network=host`. */
    flags: z.array(z.string()),
    /** Why its commands could not be told, where the shell's text did not parse. */
    unparsed: z.string().optional(),
  }),
  z.strictObject({
    ...head,
    kind: z.enum(["copy", "add"]),
    /** `--from=`; absent for the build context. */
    from: originSchema.optional(),
    sources: z.array(z.string()),
    target: z.string(),
    /** Of ADD: URLs and Git repositories that it fetches, each with its `--checksum` or commit. */
    fetches: z.array(z.strictObject({ url: z.string(), checksum: z.string().optional() })),
    owner: z.string().optional(),
    mode: z.string().optional(),
  }),
  z.strictObject({
    ...head,
    kind: z.literal("user"),
    user: z.string(),
    /** Variables nobody gives a value. */ variables: z.array(z.string()),
  }),
  z.strictObject({ ...head, kind: z.literal("expose"), ports: z.array(z.string()) }),
  z.strictObject({
    ...head,
    kind: z.enum(["env", "arg", "label"]),
    names: z.array(z.string()),
    values: z.record(z.string(), z.string()),
  }),
  z.strictObject({ ...head, kind: z.enum(["entrypoint", "cmd"]), words: z.array(z.string()), shell: z.boolean() }),
  z.strictObject({ ...head, kind: z.literal("healthcheck"), none: z.boolean() }),
  z.strictObject({ ...head, kind: z.literal("volume"), paths: z.array(z.string()) }),
  z.strictObject({ ...head, kind: z.literal("workdir"), path: z.string() }),
  z.strictObject({ ...head, kind: z.literal("other"), name: z.string() }),
]);
export type Instruction = z.output<typeof instructionSchema>;

/** A Dockerfile as a builder understands it, with the estate's build arguments and the defaults of its ARGs filled in. */
export const dockerfileBuildSchema = z.strictObject({
  stages: z.array(
    z.strictObject({
      name: z.string().optional(),
      line: z.int(),
      origin: originSchema,
      platform: z.string().optional(),
      /** Whether what is built in the end contains or needs it. */
      reached: z.boolean(),
      instructions: z.array(instructionSchema),
    }),
  ),
  /** Index of the stage that is built; the last, unless the estate names another. */
  target: z.int(),
  /** What the parent image sets, where the estate declares the image that the target stage begins with. */
  parent: z.strictObject({ image: z.string(), user: z.string() }).optional(),
  /** The `# syntax=` frontend, which is an image too. */
  syntax: imageReferenceSchema.optional(),
  unseen: unseenSchema,
});

export const dockerfileSecretsSchema = z.strictObject({
  found: z.array(secretFindSchema),
  unseen: unseenSchema,
});

export const dockerfileFacts = {
  "dockerfile-build": dockerfileBuildSchema,
  "dockerfile-secrets": dockerfileSecretsSchema,
};
