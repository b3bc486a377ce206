import { openPrivateKeys } from "../../../host/private-key.ts";

const authorized = /(?:^|\/)\.ssh\/authorized_keys2?$|^etc\/(?:ssh|dropbear)\/authorized_keys/;
const host = /^etc\/ssh\/ssh_host_\w+_key$|^etc\/dropbear\/dropbear_\w+_host_key$|^etc\/tinyssh\/sshkeydir\/\.?\w+$/;

export function isKeyPlace(path: string): boolean {
  return authorized.test(path) || host.test(path);
}

/** What a file of keys tells of a remote shell; an empty one tells nothing. No key is kept. */
export function keysTold(path: string, content: Buffer) {
  if (authorized.test(path)) {
    const lines = content.toString("latin1").split("\n");
    const keys = lines.filter(
      (it) => !it.trimStart().startsWith("#") && /\b(?:ssh-|ecdsa-|sk-)[\w@.-]{1,60} AAAA/.test(it),
    );
    if (keys.length === 0) return undefined;
    return { shell: "sshd", how: "authorized-keys" as const, detail: `${keys.length} keys` };
  }
  const shell = path.startsWith("etc/ssh/") ? "sshd" : path.startsWith("etc/tinyssh/") ? "tinysshd" : "dropbear";
  if (shell === "sshd" && openPrivateKeys(content.toString("latin1")).length === 0) return undefined;
  return content.length === 0 ? undefined : { shell, how: "host-key" as const };
}
