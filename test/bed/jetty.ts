import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { java, javaArguments, keystorePassword, makeKeystore, wakeTls } from "./java.ts";
import { runFolder } from "./run-folder.ts";
import type { TlsWish } from "./tls-wish.ts";

const home = "/usr/share/jetty9";

/** The file that must be there for Jetty to be started. */
export const jettyFile = `${home}/start.jar`;

function secured(base: string, port: number, tls: TlsWish): readonly string[] {
  const { keystore } = makeKeystore(base);
  const list = (items: readonly string[]) =>
    `<Array type="String">${items.map((it) => `<Item>${it}</Item>`).join("")}</Array>`;
  const set = (name: string, items: readonly string[]) => `  <Set name="${name}">${list(items)}</Set>`;
  const file = join(base, "etc/offers.xml");
  writeFileSync(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE Configure PUBLIC "-//Jetty//Configure//EN" "https://jetty.org/configure_9_3.dtd">
<Configure id="sslContextFactory" class="org.eclipse.jetty.util.ssl.SslContextFactory$Server">
${set("ExcludeProtocols", [])}
${set("IncludeProtocols", tls.protocols)}
${set("ExcludeCipherSuites", [])}
${set("IncludeCipherSuites", tls.suites)}
</Configure>
`,
  );
  return [
    "--module=https",
    "jetty.ssl.host=127.0.0.1",
    `jetty.ssl.port=${port}`,
    `jetty.sslContext.keyStoreAbsolutePath=${keystore}`,
    `jetty.sslContext.trustStoreAbsolutePath=${keystore}`,
    "jetty.sslContext.keyStoreType=PKCS12",
    `jetty.sslContext.keyStorePassword=${keystorePassword}`,
    `jetty.sslContext.keyManagerPassword=${keystorePassword}`,
    file,
  ];
}

/** Starts Jetty from a base of its own, with at most one page; over plain HTTP unless TLS is given. */
export async function startJetty(
  wish: { readonly tls?: TlsWish; readonly settings?: readonly string[]; readonly page?: string } = {},
): Promise<Daemon & { readonly port: number }> {
  const base = runFolder("jetty");
  for (const folder of ["etc", "webapps"]) mkdirSync(join(base, folder));
  if (wish.page !== undefined) {
    mkdirSync(join(base, "webapps/root"));
    writeFileSync(join(base, "webapps/root/index.html"), wish.page);
  }
  const port = await freePort();
  const connector =
    wish.tls === undefined
      ? ["--module=http", "jetty.http.host=127.0.0.1", `jetty.http.port=${port}`]
      : secured(base, port, wish.tls);
  const places = [`jetty.home=${home}`, `jetty.base=${base}`, "--module=deploy"];
  const args = ["-jar", jettyFile, ...places, ...connector, ...(wish.settings ?? [])];
  const daemon = await startDaemon(java(), [...javaArguments(base, wish.tls), ...args], [port]);
  if (wish.tls) await wakeTls(port);
  return { port, pid: daemon.pid, stop: daemon.stop };
}
