import type { ContainerSettings } from "../container-settings-schema.ts";
import { valueWithoutSecrets, wordsWithoutSecrets } from "../dockerfile/without-secrets.ts";
import { bytesOf, cpusOf, integerOf } from "./quantity.ts";
import { at, entriesOf, isTrue, itemsOf, textOf, textsOf, type Value } from "./value.ts";

/** What a container of a pod asks for, with what its pod asks for all of them. */
export function containerSettings(pod: Value, container: Value): ContainerSettings {
  const own = (...keys: readonly string[]) => at(container, "securityContext", ...keys);
  const either = (...keys: readonly string[]) => own(...keys) ?? at(pod, "spec", "securityContext", ...keys);
  const uid = textOf(either("runAsUser"));
  const gid = textOf(either("runAsGroup"));
  const escalation = own("allowPrivilegeEscalation");
  const seccomp = profileOf(either("seccompProfile"));
  const annotation = at(
    pod,
    "metadata",
    "annotations",
    `container.apparmor.security.beta.kubernetes.io/${textOf(at(container, "name"))}`,
  );
  const appArmor = profileOf(either("appArmorProfile")) ?? textOf(annotation)?.replace(/^runtime\//, "");
  const memory = bytesOf(textOf(at(container, "resources", "limits", "memory")), "kubernetes");
  const cpus = cpusOf(textOf(at(container, "resources", "limits", "cpu")));
  const restart = textOf(at(pod, "spec", "restartPolicy"));
  const probes = ["livenessProbe", "readinessProbe", "startupProbe"].filter((it) => at(container, it) !== undefined);
  return {
    ...(uid !== undefined && { user: gid === undefined ? uid : `${uid}:${gid}` }),
    ...(isTrue(either("runAsNonRoot")) && { nonRoot: true }),
    privileged: isTrue(own("privileged")),
    capabilitiesAdded: textsOf(own("capabilities", "add")).map(plainName),
    capabilitiesDropped: textsOf(own("capabilities", "drop")).map(plainName),
    readOnlyRoot: isTrue(own("readOnlyRootFilesystem")),
    ...(escalation !== undefined && { noNewPrivileges: !isTrue(escalation) }),
    ...(seccomp !== undefined && { seccomp }),
    ...(appArmor !== undefined && { appArmor }),
    seLinux: entriesOf(either("seLinuxOptions")).map(([key, it]) => `${key}:${textOf(it) ?? ""}`),
    hostNamespaces: hostNamespaces(pod),
    mounts: mountsOf(pod, container),
    devices: itemsOf(at(container, "volumeDevices")).flatMap((it) => textOf(at(it, "devicePath")) ?? []),
    ports: hostPorts(container),
    publishAll: false,
    ...(memory !== undefined && { memoryBytes: memory }),
    ...(cpus !== undefined && { cpus }),
    ...(restart !== undefined && { restart }),
    ...(probes.length > 0 && { healthcheck: "set" as const }),
    labels: Object.fromEntries(
      entriesOf(at(pod, "metadata", "labels")).map(([name, it]) => [name, valueWithoutSecrets(name, textOf(it) ?? "")]),
    ),
    environment: itemsOf(at(container, "env")).flatMap((it) => textOf(at(it, "name")) ?? []),
    ...words("entrypoint", at(container, "command")),
    ...words("command", at(container, "args")),
  };
}

const plainName = (name: string): string => name.toUpperCase().replace(/^CAP_/, "");

function words<K extends "entrypoint" | "command">(key: K, value: Value | undefined): Partial<Record<K, string[]>> {
  const texts = textsOf(value);
  return texts.length === 0 ? {} : ({ [key]: wordsWithoutSecrets(texts) } as Partial<Record<K, string[]>>);
}

/** `Unconfined`, `RuntimeDefault` or the name of a profile on the node. */
function profileOf(profile: Value | undefined): string | undefined {
  const type = textOf(at(profile, "type"));
  if (type === "Unconfined") return "unconfined";
  return type === "RuntimeDefault" ? "default" : textOf(at(profile, "localhostProfile"));
}

function hostNamespaces(pod: Value): ContainerSettings["hostNamespaces"] {
  const fields = [
    ["hostNetwork", "network"],
    ["hostPID", "pid"],
    ["hostIPC", "ipc"],
  ] as const;
  return fields.filter(([field]) => isTrue(at(pod, "spec", field))).map(([, name]) => name);
}

function mountsOf(pod: Value, container: Value): ContainerSettings["mounts"] {
  const volumes = new Map(itemsOf(at(pod, "spec", "volumes")).map((it) => [textOf(at(it, "name")), it]));
  return itemsOf(at(container, "volumeMounts")).map((it) => {
    const name = textOf(at(it, "name")) ?? "";
    const volume = volumes.get(name);
    const path = textOf(at(volume, "hostPath", "path"));
    const memory = textOf(at(volume, "emptyDir", "medium")) === "Memory";
    const propagation = { Bidirectional: "rshared", HostToContainer: "rslave" }[
      textOf(at(it, "mountPropagation")) ?? ""
    ];
    return {
      type: path !== undefined ? ("bind" as const) : memory ? ("tmpfs" as const) : ("volume" as const),
      source: path ?? name,
      target: textOf(at(it, "mountPath")) ?? "",
      readOnly: isTrue(at(it, "readOnly")),
      ...(propagation !== undefined && { propagation }),
    };
  });
}

/** Ports on the node itself; what a container only listens on is nobody's but the cluster's. */
function hostPorts(container: Value): ContainerSettings["ports"] {
  return itemsOf(at(container, "ports")).flatMap((it) => {
    const port = integerOf(textOf(at(it, "containerPort")));
    const hostPort = integerOf(textOf(at(it, "hostPort")));
    if (port === undefined || hostPort === undefined || hostPort === 0) return [];
    const protocol = (textOf(at(it, "protocol")) ?? "TCP").toLowerCase();
    const hostAddress = textOf(at(it, "hostIP"));
    return [
      {
        ...{ port, hostPort },
        protocol: protocol === "udp" || protocol === "sctp" ? protocol : ("tcp" as const),
        ...(hostAddress !== undefined && { hostAddress }),
      },
    ];
  });
}
