import type { FacingProcess } from "./facing.ts";
import { capabilitiesOf, filterOf, isOn, type UnitProperties } from "./unit-exposure/unit-properties.ts";

/** Settings that give a unit's processes mounts of their own. */
const mounts = [
  ...["PrivateMounts", "PrivateTmp", "PrivateDevices", "ProtectKernelTunables", "ProtectKernelModules"],
  ...["ProtectKernelLogs", "ProtectControlGroups"],
];

/** Settings of a unit that are not in effect for a process of it: it was started before they were, or around them. */
export function notInEffect(unit: UnitProperties, process: FacingProcess): readonly string[] {
  const { capabilities, noNewPrivileges, seccomp, ownNamespaces, userIds } = process;
  const found: string[] = [];
  if (isOn(unit["NoNewPrivileges"]) && !noNewPrivileges) found.push("NoNewPrivileges=yes");
  const filter = filterOf(unit["SystemCallFilter"]);
  if (filter !== undefined && filter.names.size > 0 && seccomp === 0) found.push("SystemCallFilter=");
  const shield =
    mounts.find((it) => isOn(unit[it])) ?? ["ProtectSystem", "ProtectHome"].find((it) => (unit[it] ?? "no") !== "no");
  if (ownNamespaces !== undefined) {
    if (shield !== undefined && !ownNamespaces.includes("mnt")) found.push(`${shield}=${unit[shield]}`);
    if (isOn(unit["PrivateNetwork"]) && !ownNamespaces.includes("net")) found.push("PrivateNetwork=yes");
  }
  const bounds = capabilitiesOf(unit["CapabilityBoundingSet"]);
  const beyond = bounds === undefined ? [] : capabilities.filter((it) => !bounds.has(it));
  if (beyond.length > 0) found.push(`CapabilityBoundingSet= without ${beyond.slice(0, 3).join(", ")}`);
  const user = unit["User"] ?? "";
  if (user !== "" && user !== "root" && user !== "0" && userIds.effective === 0) found.push(`User=${user}`);
  return found;
}
