import { z } from "zod";
import { containerSettingsSchema } from "../container-settings-schema.ts";
import { socketSchema } from "../host/facts.ts";
import { imageReferenceSchema } from "../image-reference-schema.ts";
import { secretFindSchema } from "../secret-find-schema.ts";
import { unseenSchema } from "../unseen-schema.ts";

/** What is in effect for one process of the container, as the host's /proc tells it. */
export const containerProcessSchema = z.strictObject({
  /** On the host. */
  processId: z.int(),
  name: z.string(),
  /** Path of its program, as the container sees it. */
  executable: z.string().optional(),
  /** Effective uid in the host's user namespace. */
  hostUserId: z.int(),
  /** Effective uid in the container's own; absent where the mapping could not be read. */
  userId: z.int().optional(),
  /** Effective capabilities, without `CAP_`. */
  capabilities: z.array(z.string()),
  seccomp: z.enum(["off", "strict", "filter"]),
  noNewPrivileges: z.boolean(),
  appArmor: z.string().optional(),
  /** Namespaces that are the host's own. */
  hostNamespaces: z.array(z.enum(["network", "pid", "ipc", "uts", "user", "cgroup", "mount"])),
  /** Set where it is a remote shell service by its name or by the content of its program. */
  remoteShell: z.strictObject({ shell: z.string(), how: z.enum(["name", "content"]) }).optional(),
});

/** How it was asked to run. */
export const containerConfigurationSchema = z.strictObject({
  engine: z.strictObject({ name: z.string(), version: z.string(), rootless: z.boolean().optional() }),
  id: z.string(),
  running: z.boolean(),
  settings: containerSettingsSchema,
});

/** How it really runs. Looked at from the host, since an image without `ps` answers nothing. */
export const containerProcessesSchema = z.strictObject({
  processes: z.array(containerProcessSchema),
  unseen: unseenSchema,
});

/** What listens in its network namespace. */
export const containerListenersSchema = z.strictObject({
  /** True when that namespace is the host's: the sockets of others are among them. */
  hostNetwork: z.boolean(),
  sockets: z.array(
    socketSchema.extend({
      /** What it answers like, where it greets: `ssh`, `telnet`; only asked of ports that publish or are declared. */
      greeting: z.string().optional(),
    }),
  ),
  unseen: unseenSchema,
});

/** What the container changed in its image's files. */
export const containerChangesSchema = z.strictObject({
  changes: z.array(z.strictObject({ kind: z.enum(["added", "changed", "deleted"]), path: z.string() })),
  /** How many there are altogether; `changes` holds at most 500. */
  total: z.int(),
});

/** When it was made, of what, and whether its image is still the newest of its name. */
export const containerLifetimeSchema = z.strictObject({
  created: z.string(),
  /** Absent when it doesn't run. */
  startedAt: z.string().optional(),
  restarts: z.int().optional(),
  image: z.strictObject({
    /** Id (digest of the configuration) it was made of. */
    id: z.string(),
    reference: imageReferenceSchema.optional(),
    repoDigests: z.array(z.string()),
    /** As the image says of itself. */
    created: z.string().optional(),
    /** Newest of the dates in its history, where they are later than `created`. */
    newestLayer: z.string().optional(),
    labels: z.record(z.string(), z.string()),
    /** Id that the image's name points to at the engine now; absent where the name is gone. */
    newestId: z.string().optional(),
  }),
});

export const containerSecretsSchema = z.strictObject({
  found: z.array(secretFindSchema),
  variables: z.int(),
  unseen: unseenSchema,
});

const build = z.strictObject({
  /** Digest of its configuration. */
  id: z.string(),
  /** As it says of itself. */
  created: z.string().optional(),
  layers: z.int(),
});

/** Packages that differ between two builds, at most 500 of each kind, with their versions before and after. */
const changedPackages = z.array(
  z.strictObject({
    name: z.string(),
    before: z.string(),
    after: z.string(),
    /** Whether the layers that both builds share hold it already. */
    shared: z.boolean(),
  }),
);

/**
 * The build that the container is made of beside another one of the same name: the one that replaces it, or else the one that
 * it replaced. What compares the two is absent where there is no other.
 */
export const containerRebuildSchema = z.strictObject({
  name: z.string(),
  running: build,
  other: build
    .extend({ is: z.enum(["replacement", "replaced"]), at: z.enum(["engine", "registry"]), name: z.string() })
    .optional(),
  /** Places in which another build was looked for. */
  places: z.array(z.enum(["engine", "registry"])),
  /** From the bottom, how many layers both begin with. */
  sharedLayers: z.int().optional(),
  /** How many layers of the later build the earlier one lacks. */
  newLayers: z.int().optional(),
  packages: z
    .strictObject({
      newer: changedPackages,
      older: changedPackages,
      equal: z.int(),
      added: z.int(),
      removed: z.int(),
    })
    .optional(),
  unseen: unseenSchema,
});

export const containerFacts = {
  "container-configuration": containerConfigurationSchema,
  "container-processes": containerProcessesSchema,
  "container-listeners": containerListenersSchema,
  "container-changes": containerChangesSchema,
  "container-lifetime": containerLifetimeSchema,
  "container-secrets": containerSecretsSchema,
  "container-rebuild": containerRebuildSchema,
};
