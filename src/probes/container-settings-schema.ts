import { z } from "zod";

const bind = z.strictObject({
  type: z.enum(["bind", "volume", "tmpfs", "other"]),
  /** Path on the host, or name of the volume. */
  source: z.string(),
  target: z.string(),
  readOnly: z.boolean(),
  /** Such as `rprivate` or `shared`, where it was asked for. */
  propagation: z.string().optional(),
});

const publishedPort = z.strictObject({
  /** Port in the container. */
  port: z.int(),
  protocol: z.enum(["tcp", "udp", "sctp"]),
  hostPort: z.int().optional(),
  /** Address on the host; absent means every address. */
  hostAddress: z.string().optional(),
});

/**
 * How a container is asked to run: the same shape for an engine's answer, a compose service and a Kubernetes container.
 * What was not asked for is absent, so that a judge tells a default from a choice.
 */
export const containerSettingsSchema = z.strictObject({
  /** User as it was asked for: name, uid, `uid:gid`; absent means the image's own. */
  user: z.string().optional(),
  /** True where it is refused to start as root, whatever its image says. */
  nonRoot: z.boolean().optional(),
  privileged: z.boolean(),
  /** Names without `CAP_`; `ALL` is one. */
  capabilitiesAdded: z.array(z.string()),
  capabilitiesDropped: z.array(z.string()),
  readOnlyRoot: z.boolean(),
  /** Whether processes may gain privileges by set-uid programs; absent where nobody asked. */
  noNewPrivileges: z.boolean().optional(),
  /** `unconfined`, `default`, or the name of a profile; absent where nobody asked. */
  seccomp: z.string().optional(),
  appArmor: z.string().optional(),
  /** SELinux label options, such as `disable`. */
  seLinux: z.array(z.string()),
  /** Namespaces that are the host's: `network`, `pid`, `ipc`, `uts`, `user`, `cgroup`. */
  hostNamespaces: z.array(z.enum(["network", "pid", "ipc", "uts", "user", "cgroup"])),
  mounts: z.array(bind),
  devices: z.array(z.string()),
  ports: z.array(publishedPort),
  /** True when all exposed ports are published. */
  publishAll: z.boolean(),
  /** Bytes; absent where there is no limit. */
  memoryBytes: z.number().optional(),
  /** CPUs, or shares of one; absent where there is no limit. */
  cpus: z.number().optional(),
  /** Absent where there is no limit. */
  pidsLimit: z.int().optional(),
  /** Such as `no`, `always`, `unless-stopped`, `on-failure:5`. */
  restart: z.string().optional(),
  /** `none` where it is switched off, `set` where there is one, absent where nobody asked. */
  healthcheck: z.enum(["none", "set"]).optional(),
  labels: z.record(z.string(), z.string()),
  /** Names of the variables only. */
  environment: z.array(z.string()),
  entrypoint: z.array(z.string()).optional(),
  command: z.array(z.string()).optional(),
});
export type ContainerSettings = z.output<typeof containerSettingsSchema>;
