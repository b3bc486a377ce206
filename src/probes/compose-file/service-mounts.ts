import type { ContainerSettings } from "../container-settings-schema.ts";
import { at, isTrue, textOf, textsOf, type Value } from "./value.ts";

type Mount = ContainerSettings["mounts"][number];

const propagations = new Set(["private", "rprivate", "shared", "rshared", "slave", "rslave"]);

/** Volumes and tmpfs of a service, in short (`./data:/data:ro`) and long syntax. */
export function mountsOf(service: Value): Mount[] {
  const volumes = at(service, "volumes");
  const tmpfs = textsOf(at(service, "tmpfs")).map(
    (text): Mount => ({ type: "tmpfs", source: "", target: text.split(":")[0] ?? "", readOnly: false }),
  );
  return [...(volumes?.kind === "list" ? volumes.items.flatMap(mountOf) : []), ...tmpfs];
}

function mountOf(value: Value): readonly Mount[] {
  if (value.kind === "map") {
    const type = textOf(value.entries.get("type")) ?? "volume";
    const propagation = textOf(at(value, "bind", "propagation"));
    return [
      {
        type: type === "bind" || type === "volume" || type === "tmpfs" ? type : "other",
        source: textOf(value.entries.get("source")) ?? "",
        target: textOf(value.entries.get("target")) ?? "",
        readOnly: isTrue(value.entries.get("read_only")),
        ...(propagation !== undefined && { propagation }),
      },
    ];
  }
  const text = textOf(value);
  if (text === undefined) return [];
  // A drive of Windows has a colon of its own.
  const drive = /^[A-Za-z]:(?=[\\/])/.exec(text)?.[0] ?? "";
  const [rest = "", target, options = ""] = text.slice(drive.length).split(":");
  const source = drive + rest;
  if (target === undefined) return [{ type: "volume", source: "", target: source, readOnly: false }];
  const given = options.split(",");
  const propagation = given.find((it) => propagations.has(it));
  return [
    {
      type: /^[./~\\]|^[A-Za-z]:/.test(source) ? "bind" : "volume",
      ...{ source, target, readOnly: given.includes("ro") },
      ...(propagation !== undefined && { propagation }),
    },
  ];
}
