import { z } from "zod";

// What of the Docker Engine API's answers is needed; the rest of them may be as it likes.
const texts = z.array(z.string()).nullish();
const labels = z.record(z.string(), z.string()).nullish();
const binding = z.object({ HostIp: z.string().nullish(), HostPort: z.string().nullish() });
const portBindings = z.record(z.string(), z.array(binding).nullish()).nullish();

export const inspectedContainer = z.object({
  Id: z.string().regex(/^[0-9a-f]{64}$/),
  Name: z.string(),
  Created: z.string(),
  Path: z.string().nullish(),
  Args: texts,
  Image: z.string(),
  RestartCount: z.int().nonnegative().nullish(),
  AppArmorProfile: z.string().nullish(),
  State: z.object({
    Running: z.boolean(),
    Pid: z.int().nonnegative().max(0x3fff_ffff),
    StartedAt: z.string().nullish(),
  }),
  Config: z.object({
    User: z.string().nullish(),
    Image: z.string().nullish(),
    Env: texts,
    Cmd: texts,
    Entrypoint: z.union([z.string(), z.array(z.string())]).nullish(),
    Labels: labels,
    Healthcheck: z.object({ Test: texts }).nullish(),
  }),
  HostConfig: z.object({
    Privileged: z.boolean().nullish(),
    CapAdd: texts,
    CapDrop: texts,
    ReadonlyRootfs: z.boolean().nullish(),
    SecurityOpt: texts,
    NetworkMode: z.string().nullish(),
    PidMode: z.string().nullish(),
    IpcMode: z.string().nullish(),
    UTSMode: z.string().nullish(),
    UsernsMode: z.string().nullish(),
    CgroupnsMode: z.string().nullish(),
    PublishAllPorts: z.boolean().nullish(),
    PortBindings: portBindings,
    Devices: z.array(z.object({ PathOnHost: z.string() })).nullish(),
    DeviceCgroupRules: texts,
    DeviceRequests: z.array(z.object({ Driver: z.string().nullish() })).nullish(),
    Memory: z.number().nullish(),
    NanoCpus: z.number().nullish(),
    CpuQuota: z.number().nullish(),
    CpuPeriod: z.number().nullish(),
    PidsLimit: z.int().nullish(),
    RestartPolicy: z.object({ Name: z.string().nullish(), MaximumRetryCount: z.int().nullish() }).nullish(),
  }),
  Mounts: z
    .array(
      z.object({
        Type: z.string().nullish(),
        Name: z.string().nullish(),
        Source: z.string().nullish(),
        Destination: z.string(),
        RW: z.boolean(),
        Propagation: z.string().nullish(),
      }),
    )
    .nullish(),
  NetworkSettings: z.object({ Ports: portBindings }).nullish(),
});
export type InspectedContainer = z.output<typeof inspectedContainer>;

export const engineVersion = z.object({
  Version: z.string(),
  Components: z.array(z.object({ Name: z.string() })).nullish(),
});
export const engineInformation = z.object({ SecurityOptions: texts });

/** What the engine says of each image that it has a name for, whole or by its digest. */
export const listedImages = z
  .array(z.object({ Id: z.string(), RepoTags: texts, RepoDigests: texts, Created: z.number() }))
  .max(10_000);

export const inspectedImage = z.object({
  Id: z.string(),
  Created: z.string().nullish(),
  RepoDigests: texts,
  Config: z.object({ Labels: labels }).nullish(),
  RootFS: z.object({ Layers: texts }).nullish(),
});

/** Times are seconds since 1970. */
export const imageHistory = z.array(z.object({ Created: z.number() })).max(10_000);

export const changedFiles = z.array(z.object({ Path: z.string(), Kind: z.int().min(0).max(2) })).nullable();
