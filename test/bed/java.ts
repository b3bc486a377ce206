import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "node:tls";
import { makeLeaf } from "./certificates.ts";
import { requireProgram } from "./program.ts";
import type { TlsWish } from "./tls-wish.ts";
import { siteName } from "./web-server.ts";

export const keystorePassword = "only-for-tests";

/** Makes a PKCS #12 keystore with an RSA key for the test bed's site in that folder. */
export function makeKeystore(folder: string): { readonly keystore: string; readonly authority: string } {
  const leaf = makeLeaf({ key: "rsa-2048", names: [`DNS:${siteName}`] });
  const keystore = join(folder, "keystore.p12");
  const files = ["-inkey", leaf.key, "-in", leaf.chain, "-out", keystore];
  execFileSync("openssl", ["pkcs12", "-export", "-name", "site", "-passout", `pass:${keystorePassword}`, ...files]);
  return { keystore, authority: leaf.authority };
}

/** Path of the Java launcher; throws where there is none. */
export function java(): string {
  const program = requireProgram("java");
  if (program === undefined) throw new Error("java is not installed");
  return program;
}

/** Arguments for a small Java machine whose TLS forbids nothing by itself, and has these groups. */
export function javaArguments(folder: string, tls?: TlsWish): readonly string[] {
  const file = join(folder, "java.security");
  // What Java itself forbids would otherwise be taken out of what the server was told.
  writeFileSync(file, "jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\njdk.tls.legacyAlgorithms=\n");
  const groups = tls ? [`-Djdk.tls.namedGroups=${tls.groups.join(",")}`] : [];
  const small = ["-Xmx192m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.awt.headless=true"];
  return [...small, `-Djava.io.tmpdir=${folder}`, `-Djava.security.properties=${file}`, ...groups];
}

/** Has Java load its TLS with a first handshake, which takes seconds on a busy machine; how that ends does not matter. */
export async function wakeTls(port: number): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  await Promise.race([once(socket, "secureConnect"), once(socket, "close")]).catch(() => undefined);
  socket.destroy();
}
