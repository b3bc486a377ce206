import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeLeaf } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** Writes settings for vsftpd: the usual ones, or with TLS before any password and a greeting of its own. */
export function vsftpdSettings(address: string, port: number, variant: "bad" | "good"): string {
  const folder = runFolder("vsftpd");
  const file = join(folder, "vsftpd.conf");
  const empty = join(folder, "empty");
  mkdirSync(empty);
  const { key, chain } = makeLeaf({ key: "ec-256", names: ["DNS:files.example.com"] });
  const pair = join(folder, "pair.pem");
  writeFileSync(pair, readFileSync(key, "utf8") + readFileSync(chain, "utf8"), { mode: 0o600 });
  const good = ["ssl_enable=YES", `rsa_cert_file=${pair}`, "force_local_logins_ssl=YES", "ftpd_banner=ready for ftp"];
  const usual = ["listen=YES", `listen_address=${address}`, `listen_port=${port}`, "background=NO", "local_enable=YES"];
  const all = [...usual, "anonymous_enable=NO", `secure_chroot_dir=${empty}`, ...(variant === "good" ? good : [])];
  writeFileSync(file, `${all.join("\n")}\n`);
  return file;
}

/** Starts vsftpd, which nobody can log in to. */
export async function startVsftpd(variant: "bad" | "good"): Promise<Daemon & { readonly port: number }> {
  const program = requireProgram("vsftpd");
  if (program === undefined) throw new Error("vsftpd is not installed");
  const port = await freePort();
  return { port, ...(await startDaemon(program, [vsftpdSettings("127.0.0.1", port, variant)], [port])) };
}
