import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Daemon, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import { webRoot } from "./web-root.ts";

interface Site {
  readonly port: number;
  /** Port of the application behind it. */
  readonly application: number;
  readonly folder: string;
  readonly root: string;
  /** What a control tells its readers to put into the configuration. */
  readonly remedy: string;
}

/** A server in front of an application, with as little of its own as it can do with. */
interface Front {
  readonly program: string;
  readonly file: string;
  readonly args: (file: string, folder: string) => readonly string[];
  readonly configuration: (site: Site) => string;
}

const indent = (text: string, by: string) => text.replaceAll(/^(?=.)/gm, by);
const httpLevel = /^map [\s\S]*?^\}\n/m;
const modules = [
  ...[
    "mpm_event",
    "authz_core",
    "authz_host",
    "allowmethods",
    "dir",
    "headers",
    "mime",
    "rewrite",
    "setenvif",
    "alias",
  ],
  ...["proxy", "proxy_http"],
];

export const fronts = {
  nginx: {
    program: "nginx",
    file: "nginx.conf",
    args: (file, folder) => ["-e", "stderr", "-p", folder, "-c", file],
    configuration: ({ port, application, folder, root, remedy }) => `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  types { text/html html; }
  ${["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map((it) => `${it}_temp_path ${folder}/${it};`).join("\n  ")}
${indent(httpLevel.exec(remedy)?.[0] ?? "", "  ")}
  server {
    listen 127.0.0.1:${port};
    root ${root};
${indent(remedy.replace(httpLevel, ""), "    ")}
    location / { proxy_pass http://127.0.0.1:${application}; }
    location = /error.html { internal; }
  }
}
`,
  },
  apache: {
    program: "apache2",
    file: "apache.conf",
    args: (file) => ["-f", file, "-DFOREGROUND"],
    configuration: ({ port, application, folder, root, remedy }) => `ServerRoot ${folder}
ServerName www.example.com
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
DocumentRoot ${root}
TraceEnable On
ServerSignature On
ServerTokens Full
ProxyPass /errors/ !
ProxyPass / http://127.0.0.1:${application}/
<Directory ${root}>
  Require all granted
</Directory>
${remedy}
`,
  },
  haproxy: {
    program: "haproxy",
    file: "haproxy.cfg",
    args: (file) => ["-q", "-f", file],
    configuration: ({ port, application, remedy }) => `defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend site
  bind 127.0.0.1:${port}
${indent(remedy, "  ")}
  default_backend application
backend application
  server one 127.0.0.1:${application}
`,
  },
  caddy: {
    program: "caddy",
    file: "Caddyfile",
    args: (file) => ["run", "--adapter", "caddyfile", "--config", file],
    configuration: ({ port, application, folder, remedy }) => `{
  admin off
  storage file_system ${folder}
  log {
    level ERROR
  }
}
http://:${port} {
  bind 127.0.0.1
${indent(remedy, "  ")}
  reverse_proxy 127.0.0.1:${application}
}
`,
  },
} as const satisfies Record<string, Front>;

export type FrontProduct = keyof typeof fronts;

const errorPage = "<!doctype html><html><head><title>Sorry</title></head><body>Not available</body></html>\n";

/** Starts a server in front of an application, with a remedy in its configuration where the remedy says it belongs. */
export async function startRemedied(
  product: FrontProduct,
  application: number,
  remedy: string,
): Promise<Daemon & { readonly port: number }> {
  const { program, file, args, configuration }: Front = fronts[product];
  const folder = runFolder(product);
  const root = webRoot({ "error.html": errorPage, "errors/404.html": errorPage, "errors/500.html": errorPage });
  const port = await freePort();
  const path = join(folder, file);
  // The address that remedies give as an example of an application.
  const placed = remedy.replaceAll("127.0.0.1:8080", `127.0.0.1:${application}`);
  writeFileSync(path, configuration({ port, application, folder, root, remedy: placed }));
  const daemon = await startDaemon(requireProgram(program) ?? program, args(path, folder), [port]);
  return { ...daemon, port };
}
