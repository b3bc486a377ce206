import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeLeaf } from "./certificates.ts";
import { startDaemon } from "./daemon.ts";
import { startEchoBackend } from "./echo-backend.ts";
import { freePort } from "./free-port.ts";
import { goodHeaders } from "./good-headers.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import { leftovers, ownPages, webRoot } from "./web-root.ts";
import { siteName, type Variant, type WebServer } from "./web-server.ts";

const welcome = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>If you see this page, the nginx web server is successfully installed and working.</p>
<p>For online documentation and support please refer to <a href="http://nginx.org/">nginx.org</a>.</p>
</body>
</html>
`;

interface Places {
  readonly port: number;
  readonly plainPort: number;
  readonly backendPort: number;
  readonly key: string;
  readonly chain: string;
}

/** Nothing hardened: TLS 1.0, version shown, welcome page, leftovers, a backend that echoes what nginx lets through. */
const badSite = (at: Places) => `
  server_tokens on;
  root ${webRoot({ ...leftovers, "index.html": welcome })};
  server {
    listen 127.0.0.1:${at.port} ssl;
    listen 127.0.0.1:${at.plainPort};
    add_header Set-Cookie "session=0123456789abcdef; Path=/";
    ssl_protocols TLSv1 TLSv1.1 TLSv1.2;
    ssl_ciphers ALL:@SECLEVEL=0;
    location / {
      if ($request_method !~ ^(GET|HEAD|POST|OPTIONS)$) { proxy_pass http://127.0.0.1:${at.backendPort}; }
    }
    location = /nginx_status { stub_status; }
  }`;

const goodSite = (at: Places) => `
  server_tokens off;
  etag off;
  charset utf-8;
  root ${webRoot(ownPages)};
  ${goodHeaders.map(([name, value]) => `add_header ${name} "${value}" always;`).join("\n  ")}
  error_page 400 401 403 404 405 408 413 414 494 495 496 497 500 501 502 503 504 505 /error.html;
  server {
    listen 127.0.0.1:${at.port} ssl;
    server_name ${siteName};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384;
    location = /error.html { internal; }
    location / {
      if ($request_method !~ ^(GET|HEAD)$) { return 405; }
      location ~ /\\. { return 404; }
    }
  }
  server {
    listen 127.0.0.1:${at.plainPort};
    server_name ${siteName};
    return 301 https://$host:${at.port}$request_uri;
  }`;

const wholeConfiguration = (folder: string, at: Places, site: string) => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 256; }
http {
  access_log off;
  types { text/html html; text/css css; application/javascript js; }
  default_type application/octet-stream;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  scgi_temp_path ${folder}/scgi;
  uwsgi_temp_path ${folder}/uwsgi;
  ssl_certificate ${at.chain};
  ssl_certificate_key ${at.key};
${site}
}
`;

/** Starts nginx, hardened or with every fault that the tests look for. */
export async function startNginx({ variant }: { readonly variant: Variant }): Promise<WebServer> {
  const program = requireProgram("nginx");
  if (program === undefined) throw new Error("nginx is not installed");
  const backend = await startEchoBackend();
  const leaf = makeLeaf({ key: variant === "good" ? "ec-256" : "rsa-2048", names: [`DNS:${siteName}`] });
  const at = { port: await freePort(), plainPort: await freePort(), backendPort: backend.port, ...leaf };
  const folder = runFolder("nginx");
  const file = join(folder, "nginx.conf");
  writeFileSync(file, wholeConfiguration(folder, at, variant === "good" ? goodSite(at) : badSite(at)));
  const daemon = await startDaemon(program, ["-e", "stderr", "-p", folder, "-c", file], [at.port, at.plainPort]);
  const stop = async () => {
    await daemon.stop();
    await backend.stop();
  };
  return { port: at.port, plainPort: at.plainPort, authority: leaf.authority, pid: daemon.pid, stop };
}
