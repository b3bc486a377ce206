import { z } from "zod";
import { troubleSchema } from "../../trouble-schema.ts";
import { unseenSchema } from "../../unseen-schema.ts";

/** Which image it is: its digests, layers and history. Every diffID was recomputed from the layer's own bytes. */
export const imageIdentitySchema = z.strictObject({
  source: z.enum(["docker-archive", "oci-archive", "oci-layout", "engine", "registry"]),
  /** Digest of the manifest (`sha256:…`), where the source has one. */
  digest: z.string().optional(),
  /** Digest of the configuration, by which engines know the image. */
  configDigest: z.string(),
  /** Names it has at its source, such as `registry.example.com/shop:1.4`. */
  tags: z.array(z.string()),
  /** Names by digest it has at its source, such as `registry.example.com/shop@sha256:…`. */
  repoDigests: z.array(z.string()),
  os: z.string(),
  architecture: z.string(),
  /** As the image says of itself: RFC 3339; builders write 1970 or year 1 to be reproducible. */
  created: z.string().optional(),
  layers: z.array(
    z.strictObject({
      diffId: z.string(),
      /** Whether the uncompressed bytes have this diffID; false means that the image lies. */
      verified: z.boolean(),
      compression: z.enum(["none", "gzip", "zstd"]),
      /** Uncompressed. */
      bytes: z.number(),
      entries: z.int(),
    }),
  ),
  history: z.array(
    z.strictObject({
      created: z.string().optional(),
      /** The instruction, with values that look like secrets replaced by `…`. */
      createdBy: z.string(),
      emptyLayer: z.boolean(),
    }),
  ),
  unseen: unseenSchema,
});

/** The approved base images of the estate, by the diffIDs of their layers from the bottom. */
export const imageBasesSchema = z.strictObject({
  /** diffIDs of the image itself, from the bottom, each verified. */
  diffIds: z.array(z.string()),
  bases: z.array(
    z.strictObject({
      /** Its name in the estate. */
      name: z.string(),
      reference: z.string(),
      diffIds: z.array(z.string()).optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
});

/** What was found of signatures, for each rule of the policy that covers the image. */
export const imageSignaturesSchema = z.strictObject({
  /** Repository of the image as it was judged, such as `registry.example.com/shop`; absent for a file that names none. */
  repository: z.string().optional(),
  digest: z.string().optional(),
  checks: z.array(
    z.strictObject({
      kind: z.enum(["cosign", "gpg"]),
      /** The key file of the policy. */
      key: z.string(),
      /** `verified`: a signature by this key over this digest and this repository; the others say what is wrong. */
      result: z.enum(["verified", "none-found", "wrong-key", "other-digest", "other-repository", "malformed"]),
      detail: z.string().optional(),
      trouble: troubleSchema.optional(),
    }),
  ),
});

/** The image's own configuration: what a container made of it starts with. */
export const imageConfigurationSchema = z.strictObject({
  /** As written; empty means root. */
  user: z.string(),
  /** The uid it comes to, by the image's own /etc/passwd; absent where a name isn't in it. */
  userId: z.int().optional(),
  entrypoint: z.array(z.string()),
  command: z.array(z.string()),
  /** Such as `22/tcp`. */
  ports: z.array(z.string()),
  volumes: z.array(z.string()),
  /** Names of the variables only. */
  environment: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  healthcheck: z.enum(["none", "set"]).optional(),
  stopSignal: z.string().optional(),
});
