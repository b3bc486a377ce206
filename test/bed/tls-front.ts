import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LeafFiles } from "./certificates.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import { webRoot } from "./web-root.ts";

/** Where things are that a configuration names. */
interface Places {
  readonly port: number;
  readonly folder: string;
}

interface Front {
  readonly program: string;
  readonly args: (file: string, folder: string) => readonly string[];
  /** Settings that have it show a certificate. */
  readonly certificate: (leaf: Pick<LeafFiles, "chain" | "key">) => readonly string[];
  readonly configuration: (settings: readonly string[], at: Places) => string;
}

const modules = ["mpm_event", "authz_core", "authz_host", "dir", "headers", "mime", "socache_shmcb", "ssl"];
const page = "<!doctype html><title>Shop</title><h1>Our shop</h1>";
const pageRoot = () => webRoot({ "index.html": page });
/** What HAProxy takes in its section `global` only. */
const isGlobal = (it: string) => /^(?:ssl-|tune\.)/.test(it);

/** Caddy's directive for TLS with all that stands inside of it; nothing where it has neither files nor settings. */
function caddyTls(settings: readonly string[]): string {
  const inside = settings.filter((it) => it.startsWith("  "));
  const files = settings.find((it) => /^tls [^{]/.test(it));
  return inside.length === 0 ? (files ?? "") : `${files ?? "tls"} {\n  ${inside.join("\n  ")}\n  }`;
}

/** Servers with one page behind TLS; all that is special about them is in their settings. Caddy's of TLS are indented. */
export const tlsFronts = {
  nginx: {
    program: "nginx",
    args: (file, folder) => ["-e", "stderr", "-p", folder, "-c", file],
    certificate: ({ chain, key }) => [`ssl_certificate ${chain};`, `ssl_certificate_key ${key};`],
    configuration: (settings, { port, folder }) => `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  ${["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map((it) => `${it}_temp_path ${folder}/${it};`).join("\n  ")}
  server {
    listen 127.0.0.1:${port} ssl;
    default_type text/html;
    ${settings.join("\n    ")}
    root ${pageRoot()};
  }
}
`,
  },
  apache: {
    program: "apache2",
    args: (file) => ["-f", file, "-DFOREGROUND"],
    certificate: ({ chain, key }) => [`SSLCertificateFile ${chain}`, `SSLCertificateKeyFile ${key}`],
    configuration: (settings, { port, folder }) => `ServerRoot ${folder}
ServerName shop.example.com
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogLevel crit
Listen 127.0.0.1:${port}
StartServers 1
${modules.map((it) => `LoadModule ${it}_module /usr/lib/apache2/modules/mod_${it}.so`).join("\n")}
User www-data
Group www-data
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot ${pageRoot()}
SSLEngine on
${settings.join("\n")}
`,
  },
  haproxy: {
    program: "haproxy",
    args: (file) => ["-q", "-f", file],
    certificate: ({ chain }) => [`bind :443 ssl crt ${chain}`],
    configuration: (settings, { port }) => `global
  ${settings.filter(isGlobal).join("\n  ")}
defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend site
  ${settings
    .filter((it) => !isGlobal(it))
    .join("\n  ")
    .replaceAll("bind :443", `bind 127.0.0.1:${port}`)}
  http-request return status 200 content-type text/html string "${page}"
`,
  },
  caddy: {
    program: "caddy",
    args: (file) => ["run", "--adapter", "caddyfile", "--config", file],
    certificate: ({ chain, key }) => [`tls ${chain} ${key}`],
    configuration: (settings, { port, folder }) => `{
  admin off
  local_certs
  default_sni shop.example.com
  skip_install_trust
  auto_https disable_redirects
  storage file_system ${folder}
  log {
    level ERROR
  }
}
https://shop.example.com:${port} {
  bind 127.0.0.1
  ${caddyTls(settings)}
  ${settings.filter((it) => !/^(?: {2}|tls |\}$)/.test(it)).join("\n  ")}
  header Content-Type text/html
  respond "${page}"
}
`,
  },
} as const satisfies Record<string, Front>;

export type FrontProduct = keyof typeof tlsFronts;

/** Starts one of them on a port of its own, in a folder of its own unless one is given. */
export async function startTlsFront(
  product: FrontProduct,
  settings: readonly string[],
  folder = runFolder(product),
): Promise<Daemon & { readonly port: number }> {
  const { program, args, configuration }: Front = tlsFronts[product];
  const port = await freePort();
  const file = join(folder, "configuration");
  writeFileSync(file, configuration(settings, { port, folder }));
  const daemon = await startDaemon(requireProgram(program) ?? program, args(file, folder), [port]);
  return { ...daemon, port };
}
