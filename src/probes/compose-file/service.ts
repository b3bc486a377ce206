import type { ContainerSettings } from "../container-settings-schema.ts";
import { valueWithoutSecrets, wordsWithoutSecrets } from "../dockerfile/without-secrets.ts";
import { securityOptions } from "../security-options.ts";
import { asMap } from "./merge.ts";
import { portsOf } from "./ports.ts";
import { bytesOf, cpusOf, integerOf } from "./quantity.ts";
import { mountsOf } from "./service-mounts.ts";
import { at, entriesOf, isTrue, itemsOf, type Mapping, textOf, textsOf } from "./value.ts";

/** What a compose service asks for; `tell` is given what makes no sense. */
export function serviceSettings(service: Mapping, tell: (reason: string) => void): ContainerSettings {
  const text = (...keys: readonly string[]) => textOf(at(service, ...keys));
  const limit = (key: string) => text("deploy", "resources", "limits", key);
  const memory = bytesOf(text("mem_limit") ?? limit("memory"), "compose");
  const quota = integerOf(text("cpu_quota"));
  const cpus = cpusOf(text("cpus") ?? limit("cpus")) ?? (quota && quota / (integerOf(text("cpu_period")) ?? 100_000));
  const pids = integerOf(text("pids_limit") ?? limit("pids"));
  const user = text("user");
  const restart = text("restart") ?? text("deploy", "restart_policy", "condition");
  const labels = entriesOf(asMap(at(service, "labels") ?? service));
  const ports = itemsOf(at(service, "ports")).flatMap((it) => {
    const read = portsOf(it);
    if (read === undefined) tell(`${it.place}: a port of it can't be told`);
    return read ?? [];
  });
  return {
    ...(user !== undefined && user !== "" && { user }),
    privileged: isTrue(at(service, "privileged")),
    capabilitiesAdded: capabilities(textsOf(at(service, "cap_add"))),
    capabilitiesDropped: capabilities(textsOf(at(service, "cap_drop"))),
    readOnlyRoot: isTrue(at(service, "read_only")),
    ...securityOptions(textsOf(at(service, "security_opt"))),
    hostNamespaces: hostNamespaces(service),
    mounts: mountsOf(service),
    devices: itemsOf(at(service, "devices")).flatMap((it) => textOf(it) ?? textOf(at(it, "source")) ?? []),
    ports,
    publishAll: false,
    ...(memory !== undefined && memory > 0 && { memoryBytes: memory }),
    ...(cpus !== undefined && cpus > 0 && { cpus }),
    ...(pids !== undefined && pids > 0 && { pidsLimit: pids }),
    ...(restart !== undefined && { restart }),
    ...healthcheck(service),
    labels:
      at(service, "labels") === undefined
        ? {}
        : Object.fromEntries(labels.map(([name, it]) => [name, valueWithoutSecrets(name, textOf(it) ?? "")])),
    environment: entriesOf(asMap(at(service, "environment") ?? { kind: "list", items: [], place: "" })).map(
      ([name]) => name,
    ),
    ...words("entrypoint", service),
    ...words("command", service),
  };
}

function capabilities(names: readonly string[]): string[] {
  return names.map((it) => it.toUpperCase().replace(/^CAP_/, ""));
}

const namespaces = [
  ...([
    ["network_mode", "network"],
    ["pid", "pid"],
    ["ipc", "ipc"],
  ] as const),
  ...([
    ["uts", "uts"],
    ["userns_mode", "user"],
    ["cgroup", "cgroup"],
  ] as const),
] as const;

function hostNamespaces(service: Mapping): ContainerSettings["hostNamespaces"] {
  return namespaces.filter(([key]) => textOf(at(service, key)) === "host").map(([, name]) => name);
}

function healthcheck(service: Mapping): Pick<ContainerSettings, "healthcheck"> {
  const it = at(service, "healthcheck");
  if (it === undefined) return {};
  const off = isTrue(at(it, "disable")) || textsOf(at(it, "test"))[0] === "NONE";
  return { healthcheck: off ? "none" : "set" };
}

function words<K extends "entrypoint" | "command">(key: K, service: Mapping): Partial<Record<K, string[]>> {
  const value = at(service, key);
  if (value === undefined || textsOf(value).length === 0) return {};
  const texts = value.kind === "list" ? textsOf(value) : (textOf(value) ?? "").split(/\s+/);
  return { [key]: wordsWithoutSecrets(texts) } as Partial<Record<K, string[]>>;
}
