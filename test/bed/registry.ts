import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Issued, issue, makeAuthority, serverExtensions } from "./authority.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

const run = promisify(execFile);

/** A registry on loopback. */
export interface TestRegistry extends Daemon {
  /** Its name in references: `127.0.0.1:PORT`. */
  readonly host: string;
  /** PEM file of the authority that signed its certificate; absent for one without TLS. */
  readonly trust?: string;
}

/** Starts a registry; with `tls` it has a certificate, with `htpasswd` (lines of it) it wants an account. */
export async function startRegistry(wish: { tls?: boolean; htpasswd?: string } = {}): Promise<TestRegistry> {
  const program = requireProgram("docker-registry");
  if (program === undefined) throw new Error("docker-registry is not installed");
  const folder = runFolder("registry");
  const port = await freePort();
  const authority = wish.tls === true ? makeAuthority("Registry Test Authority") : undefined;
  const leaf = authority && issue({ name: "registry", extensions: serverExtensions(["IP:127.0.0.1"]) }, authority);
  writeFileSync(join(folder, "htpasswd"), wish.htpasswd ?? "");
  writeFileSync(join(folder, "config.yml"), configuration(folder, port, leaf, wish.htpasswd !== undefined));
  const daemon = await startDaemon(program, ["serve", join(folder, "config.yml")], [port]);
  return { ...daemon, host: `127.0.0.1:${port}`, ...(authority !== undefined && { trust: authority.certificate }) };
}

function configuration(folder: string, port: number, leaf: Issued | undefined, protectedBy: boolean): string {
  const tls = leaf && `  tls:\n    certificate: ${leaf.certificate}\n    key: ${leaf.key}\n`;
  const auth = `auth:\n  htpasswd:\n    realm: test\n    path: ${join(folder, "htpasswd")}\n`;
  return [
    "version: 0.1\nlog:\n  level: error\n",
    `storage:\n  filesystem:\n    rootdirectory: ${join(folder, "data")}\n`,
    `http:\n  addr: 127.0.0.1:${port}\n${tls ?? ""}`,
    protectedBy ? auth : "",
  ].join("");
}

/** Copies an image with skopeo, such as from `docker-archive:FILE` to `docker://HOST/NAME:TAG`. */
export async function copyImage(from: string, to: string, ...args: readonly string[]): Promise<void> {
  const unchecked = ["--src-tls-verify=false", "--dest-tls-verify=false"];
  const policy = args.includes("--policy") || args[0]?.startsWith("--policy") ? [] : ["--insecure-policy"];
  await run("skopeo", [...policy, "copy", "--quiet", ...unchecked, ...args, from, to]);
}
