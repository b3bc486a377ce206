import type { ContainerSettings } from "../container-settings-schema.ts";
import { integerOf } from "./quantity.ts";
import { at, textOf, type Value } from "./value.ts";

type Port = ContainerSettings["ports"][number];

const mostOfRange = 200;

/** Published ports of a service in short (`127.0.0.1:8080-8081:80-81/tcp`) or long syntax; nothing where they make no sense. */
export function portsOf(value: Value): readonly Port[] | undefined {
  if (value.kind === "map") {
    const target = integerOf(textOf(at(value, "target")));
    const published = textOf(at(value, "published"));
    return target === undefined
      ? undefined
      : ranged(String(target), published, textOf(at(value, "host_ip")), textOf(at(value, "protocol")));
  }
  const [, address, host, target, protocol] =
    /^(?:(?:(\[[^\]]*\]|[^:/]*):)?([\d-]*):)?(\d+(?:-\d+)?)(?:\/(\w+))?$/.exec(textOf(value) ?? "") ?? [];
  return target === undefined ? undefined : ranged(target, host, address, protocol);
}

function ranged(target: string, host: string | undefined, address: string | undefined, protocol: string | undefined) {
  const [first = 0, last = first] = target.split("-").map(Number);
  const [from, to = from] = host === undefined || host === "" ? [] : host.split("-").map(Number);
  const known = protocol === undefined ? "tcp" : ["tcp", "udp", "sctp"].find((it) => it === protocol.toLowerCase());
  if (known === undefined || last < first || last - first > mostOfRange || last > 65_535) return undefined;
  // One port in the container with a range on the host takes any of them.
  const steady = from !== undefined && to !== undefined && to - from !== last - first;
  const cleaned = address?.replace(/^\[|\]$/g, "");
  return Array.from(
    { length: last - first + 1 },
    (_, i): Port => ({
      port: first + i,
      protocol: known as Port["protocol"],
      ...(from !== undefined && !Number.isNaN(from) && { hostPort: steady ? from : from + i }),
      ...(cleaned !== undefined && cleaned !== "" && { hostAddress: cleaned }),
    }),
  );
}
