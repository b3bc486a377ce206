import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Starts OpenSSH's server with a host key of its own, and these lines of configuration besides. */
export async function startSshd(settings = ""): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("sshd");
  if (program === undefined) throw new Error("sshd is not installed");
  const folder = runFolder("sshd");
  const key = join(folder, "host-key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  // sshd refuses to start without its folder for privilege separation.
  mkdirSync("/run/sshd", { recursive: true });
  const port = await freePort();
  const file = join(folder, "sshd_config");
  writeFileSync(file, `Port ${port}\nListenAddress 127.0.0.1\nHostKey ${key}\nPidFile ${folder}/sshd.pid\n${settings}`);
  return { port, ...(await startDaemon(program, ["-D", "-e", "-f", file], [port])) };
}
