import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { runFolder } from "./run-folder.ts";

/** There where Debian's python3-scapy is installed. */
export const scapyFile = "/usr/lib/python3/dist-packages/scapy/layers/tls/automaton_srv.py";

/**
 * `refuses-wrong-mac` makes it look at MACs, which it does not by itself; `deflates` makes it choose compression where
 * that is offered; `one-suite` lets it know no other than TLS_RSA_WITH_AES_128_CBC_SHA.
 */
export type ScapyWish = "refuses-wrong-mac" | "deflates" | "one-suite";

/** Starts Scapy's own TLS server, which speaks SSL 2.0 to TLS 1.2 with an RSA key and decrypts carelessly. */
export async function startScapyServer(
  leaf: LeafFiles,
  wishes: readonly ScapyWish[] = [],
): Promise<Daemon & { readonly port: number }> {
  const port = await freePort();
  const script = fileURLToPath(new URL("scapy-server.py", import.meta.url));
  // It would send a whole chain as one certificate.
  const certificate = join(runFolder("scapy"), "leaf.pem");
  writeFileSync(certificate, new X509Certificate(readFileSync(leaf.chain)).toString());
  // The system's own Python, which has the system's packages.
  const daemon = await startDaemon("/usr/bin/python3", [script, `${port}`, certificate, leaf.key, ...wishes], [port]);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
