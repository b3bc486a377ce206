import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildImage } from "./images.ts";
import { runFolder } from "./run-folder.ts";

/** What starts the SSH server of `hiddenShellImage`; it listens on port 2022. */
export const hiddenShell = ["/tmp/worker", "-D", "-p", "2022", "-h", "/tmp/key", "-f", "/dev/null"];

/** Builds an image without `ps` in which OpenSSH's server lies under another name. */
export function hiddenShellImage(): Promise<string> {
  const key = join(runFolder("key"), "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  return buildImage(
    "FROM localhost/debian\nCOPY root /\nRUN mkdir -p /run/sshd && useradd -r sshd && chmod 755 /tmp/worker && chmod 600 /tmp/key\n",
    { ...withLibraries("/usr/sbin/sshd", "tmp/worker"), "root/tmp/key": readFileSync(key) },
  );
}

/** A program of this machine with its libraries, for the build context of an image; the loader is there already. */
function withLibraries(program: string, place: string): Readonly<Record<string, Buffer>> {
  const found = [...execFileSync("ldd", [program], { encoding: "utf8" }).matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)];
  const paths = found.flatMap(([, path]) => (path === undefined || path.includes("/ld-linux") ? [] : [path]));
  return {
    [`root/${place}`]: readFileSync(program),
    ...Object.fromEntries(paths.map((path) => [`root/usr${path.replace(/^\/usr/, "")}`, readFileSync(path)])),
  };
}
