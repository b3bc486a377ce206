import { createHash } from "node:crypto";
import { collectScript } from "../../probes/host/script.ts";
import { rootScriptPath } from "../../transports/ssh-command.ts";
import { UserError } from "../user-error.ts";

export interface HostScriptOptions {
  /** Only the rule for sudo. */
  readonly sudoers?: boolean;
}

/**
 * `holdfast host-script`: the script that a host runs, for reading and for sudo. The script goes to standard output, and
 * what to do with it to standard error.
 */
export async function hostScript(
  path: string | undefined,
  name: string | undefined,
  options: HostScriptOptions,
): Promise<number> {
  const host = path === undefined ? undefined : await declared(path, name);
  const user = host?.user;
  const script = collectScript(host ?? {});
  const digest = createHash("sha256").update(script).digest("hex");
  const rule = `${user ?? "holdfast"} ALL=(root) NOPASSWD: sha256:${digest} ${rootScriptPath} ""\n`;
  if (options.sudoers === true) {
    process.stdout.write(rule);
    return 0;
  }
  process.stdout.write(script);
  process.stderr.write(
    `\nTo let a login without root run it as root, put it on the host, owned by root and writable by nobody else:\n` +
      `  install -D -o root -g root -m 0755 host-script ${rootScriptPath}\n` +
      `and this rule into a file that \`visudo -c\` accepts, such as /etc/sudoers.d/holdfast:\n  ${rule}` +
      "It names this very script: after an update of Holdfast, or of the host's secretFolders or passwordHashes, do both again.\n",
  );
  return 0;
}

async function declared(path: string, name: string | undefined) {
  const { loadEstate } = await import("../../estate/load.ts");
  const { hosts } = (await loadEstate(path)).estate;
  const host = name === undefined ? undefined : hosts[name];
  if (host === undefined)
    throw new UserError(
      `${name === undefined ? "Name a host of the estate" : `${path} declares no host ${name}`}: ${Object.keys(hosts).join(", ")}`,
    );
  return host;
}
