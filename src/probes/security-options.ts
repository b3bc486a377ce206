import type { ContainerSettings } from "./container-settings-schema.ts";

/** What engines' security options say: `no-new-privileges:true`, `seccomp=unconfined`, `apparmor:…`, `label:disable`. */
export function securityOptions(options: readonly string[]) {
  const found: Pick<ContainerSettings, "noNewPrivileges" | "seccomp" | "appArmor" | "seLinux"> = { seLinux: [] };
  for (const option of options) {
    const [, name = "", value = ""] = /^([\w-]+)(?:[:=](.*))?$/s.exec(option) ?? [];
    if (name === "no-new-privileges") found.noNewPrivileges = value === "" || value === "true";
    // Docker hands a profile out as a whole.
    if (name === "seccomp") found.seccomp = value.startsWith("{") ? "own profile" : value;
    if (name === "apparmor") found.appArmor = value;
    if (name === "label") found.seLinux.push(value);
  }
  return found;
}
