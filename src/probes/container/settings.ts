import type { ContainerSettings } from "../container-settings-schema.ts";
import { valueWithoutSecrets, wordsWithoutSecrets } from "../dockerfile/without-secrets.ts";
import { securityOptions } from "../security-options.ts";
import type { InspectedContainer } from "./engine-answers.ts";

const positive = (it: number | null | undefined): number | undefined => (it != null && it > 0 ? it : undefined);

/** How an engine was asked to run a container. */
export function settingsOf(container: InspectedContainer): ContainerSettings {
  const { Config: config, HostConfig: host } = container;
  const options = securityOptions(host.SecurityOpt ?? []);
  const appArmor = container.AppArmorProfile || options.appArmor;
  const memory = positive(host.Memory);
  const cpus = (positive(host.NanoCpus) ?? 0) / 1e9 || shareOf(host.CpuQuota, host.CpuPeriod);
  const pids = positive(host.PidsLimit);
  const entrypoint = typeof config.Entrypoint === "string" ? [config.Entrypoint] : (config.Entrypoint ?? []);
  const command = config.Cmd ?? [];
  return {
    ...(config.User != null && config.User !== "" && { user: config.User }),
    privileged: host.Privileged === true,
    capabilitiesAdded: capabilities(host.CapAdd),
    capabilitiesDropped: capabilities(host.CapDrop),
    readOnlyRoot: host.ReadonlyRootfs === true,
    ...options,
    ...(appArmor !== undefined && { appArmor }),
    hostNamespaces: hostNamespaces(host),
    mounts: mountsOf(container),
    devices: [
      ...(host.Devices ?? []).map((it) => it.PathOnHost),
      ...(host.DeviceCgroupRules ?? []).map((it) => `rule ${it}`),
      ...(host.DeviceRequests ?? []).map((it) => `request ${it.Driver || "of any driver"}`),
    ],
    ports: portsOf(container),
    publishAll: host.PublishAllPorts === true,
    ...(memory !== undefined && { memoryBytes: memory }),
    ...(cpus !== undefined && { cpus }),
    ...(pids !== undefined && { pidsLimit: pids }),
    ...restartOf(host),
    ...healthcheckOf(config.Healthcheck?.Test),
    labels: Object.fromEntries(
      Object.entries(config.Labels ?? {}).map(([name, value]) => [name, valueWithoutSecrets(name, value)]),
    ),
    environment: (config.Env ?? []).map((it) => it.split("=", 1)[0] ?? ""),
    ...(entrypoint.length > 0 && { entrypoint: wordsWithoutSecrets(entrypoint) }),
    ...(command.length > 0 && { command: wordsWithoutSecrets(command) }),
  };
}

type HostConfig = InspectedContainer["HostConfig"];

const shareOf = (quota: number | null | undefined, period: number | null | undefined): number | undefined =>
  quota != null && quota > 0 ? quota / (positive(period) ?? 100_000) : undefined;

const capabilities = (names: readonly string[] | null | undefined): string[] =>
  (names ?? []).map((it) => it.toUpperCase().replace(/^CAP_/, ""));

function hostNamespaces(host: HostConfig): ContainerSettings["hostNamespaces"] {
  const modes = [
    ["network", host.NetworkMode],
    ["pid", host.PidMode],
    ["ipc", host.IpcMode],
    ["uts", host.UTSMode],
    ["user", host.UsernsMode],
    ["cgroup", host.CgroupnsMode],
  ] as const;
  return modes.filter(([, mode]) => mode === "host").map(([kind]) => kind);
}

type Mount = ContainerSettings["mounts"][number];

/** Sorted, for engines tell them in any order. */
function mountsOf({ Mounts }: InspectedContainer): Mount[] {
  const told = (Mounts ?? []).map(({ Type, Name, Source, Destination, RW, Propagation }): Mount => {
    const type = Type === "bind" || Type === "volume" || Type === "tmpfs" ? Type : "other";
    const source = (type === "volume" ? Name : Source) ?? Source ?? "";
    return { type, source, target: Destination, readOnly: !RW, ...(Propagation && { propagation: Propagation }) };
  });
  return told.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/** Ports as they are published now; of a container that doesn't run, as they were asked for. */
function portsOf({ HostConfig, NetworkSettings }: InspectedContainer): ContainerSettings["ports"] {
  return Object.entries({ ...HostConfig.PortBindings, ...NetworkSettings?.Ports }).flatMap(([written, bindings]) => {
    const [, port, protocol = "tcp"] = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(written) ?? [];
    if (port === undefined) return [];
    return (bindings ?? []).map(({ HostIp, HostPort }) => ({
      ...{ port: Number(port), protocol: protocol as "tcp" | "udp" | "sctp" },
      ...(HostPort && /^\d{1,5}$/.test(HostPort) && { hostPort: Number(HostPort) }),
      ...(HostIp && !["0.0.0.0", "::"].includes(HostIp) && { hostAddress: HostIp }),
    }));
  });
}

function restartOf({ RestartPolicy }: HostConfig): Pick<ContainerSettings, "restart"> {
  const name = RestartPolicy?.Name;
  if (!name) return {};
  return { restart: name === "on-failure" ? `${name}:${RestartPolicy?.MaximumRetryCount ?? 0}` : name };
}

function healthcheckOf(test: readonly string[] | null | undefined): Pick<ContainerSettings, "healthcheck"> {
  if (!test?.length) return {};
  return { healthcheck: test[0] === "NONE" ? "none" : "set" };
}
