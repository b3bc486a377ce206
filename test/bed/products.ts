import { existsSync } from "node:fs";
import type { Product } from "../../src/probes/product.ts";
import { startCaddy } from "./caddy.ts";
import type { Daemon } from "./daemon.ts";
import { startHaproxy } from "./haproxy.ts";
import { jettyFile, startJetty } from "./jetty.ts";
import { startLighttpd } from "./lighttpd.ts";
import { startPlainApache } from "./plain-apache.ts";
import { startTomcat, tomcatApplications, tomcatFile } from "./tomcat.ts";

/** A product as its packages leave it, over plain HTTP. */
export interface ProductServer {
  readonly product: Product;
  readonly program: string;
  /** Files that it needs besides its program. */
  readonly files: readonly string[];
  readonly start: () => Promise<Daemon & { readonly port: number }>;
  /** Paths at which it answers with what it came with. */
  readonly shipped: readonly string[];
}

const everything = Object.keys(tomcatApplications) as (keyof typeof tomcatApplications)[];

const tomcatPages = ["/", "/docs/", "/examples/", "/host-manager/html", "/manager/html"];

/** Its pages are compiled when they are asked for first, which takes seconds on a busy machine. */
async function startWholeTomcat() {
  const server = await startTomcat({ applications: everything });
  for (const page of tomcatPages) await (await fetch(`http://127.0.0.1:${server.port}${page}`)).arrayBuffer();
  return server;
}

const apacheFiles = "/usr/share/apache2";
const apacheLogo = `${apacheFiles}/icons/apache_pb.svg`;
const apacheSite = `DocumentRoot ${apacheFiles}/default-site
Alias /icons/ ${apacheFiles}/icons/
<Directory ${apacheFiles}>
  Require all granted
</Directory>`;

export const productServers: readonly ProductServer[] = [
  {
    product: "apache",
    program: "apache2",
    files: [`${apacheFiles}/default-site/index.html`, apacheLogo],
    start: () => startPlainApache(["alias"], apacheSite),
    // Older packages have a README beside the icons.
    shipped: ["/", ...(existsSync(`${apacheFiles}/icons/README`) ? ["/icons/README"] : []), "/icons/apache_pb.svg"],
  },
  {
    product: "tomcat",
    program: "java",
    files: [tomcatFile, ...Object.values(tomcatApplications)],
    start: startWholeTomcat,
    shipped: tomcatPages,
  },
  { product: "jetty", program: "java", files: [jettyFile], start: () => startJetty(), shipped: ["/"] },
  {
    product: "caddy",
    program: "caddy",
    files: ["/usr/share/caddy/index.html"],
    start: () => startCaddy({ directives: "root * /usr/share/caddy\n  file_server" }),
    shipped: ["/"],
  },
  {
    product: "lighttpd",
    program: "lighttpd",
    files: ["/usr/share/lighttpd/index.html"],
    start: () => startLighttpd("/usr/share/lighttpd"),
    shipped: ["/"],
  },
  { product: "haproxy", program: "haproxy", files: [], start: () => startHaproxy(""), shipped: ["/"] },
];
