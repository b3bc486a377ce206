import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LeafFiles, makeLeaf } from "./certificates.ts";
import { startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { goodHeaders } from "./good-headers.ts";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";
import { leftovers, ownPages, webRoot } from "./web-root.ts";
import { siteName, type Variant, type WebServer } from "./web-server.ts";

const modulesFolder = "/usr/lib/apache2/modules";
const modules = [
  ...["mpm_event", "authz_core", "authz_host", "autoindex", "dir", "mime", "alias", "headers", "rewrite"],
  ...["ssl", "socache_shmcb", "status"],
];

interface Places {
  readonly port: number;
  readonly plainPort: number;
  readonly leaf: LeafFiles;
}

/** Nothing hardened: TRACE, TLS 1.0, everything told, server-status, leftovers, listings. */
const badSite = (at: Places, root: string) => `
TraceEnable On
ServerTokens Full
ServerSignature On
FileETag INode MTime Size
Header set Set-Cookie "session=0123456789abcdef; Path=/"
DocumentRoot ${root}
<Directory ${root}>
  Options Indexes
  Require all granted
</Directory>
<Location /server-status>
  SetHandler server-status
  Require all granted
</Location>
<VirtualHost 127.0.0.1:${at.port}>
  ServerName ${siteName}
  SSLEngine on
  SSLProtocol all
  SSLCipherSuite ALL:@SECLEVEL=0
  SSLCertificateFile ${at.leaf.chain}
  SSLCertificateKeyFile ${at.leaf.key}
</VirtualHost>
<VirtualHost 127.0.0.1:${at.plainPort}>
  ServerName ${siteName}
</VirtualHost>
`;

const errorStatuses = [400, 401, 403, 404, 405, 408, 413, 414, 431, 500, 501, 503, 505];

const goodSite = (at: Places, root: string) => `
TraceEnable Off
ServerTokens Prod
ServerSignature Off
FileETag None
AddDefaultCharset utf-8
AddCharset utf-8 .html
DocumentRoot ${root}
${errorStatuses.map((it) => `ErrorDocument ${it} /error.html`).join("\n")}
${goodHeaders.map(([name, value]) => `Header always set ${name} "${value}"`).join("\n")}
<Directory ${root}>
  Options None
  AllowOverride None
  Require all granted
</Directory>
<VirtualHost 127.0.0.1:${at.port}>
  ServerName ${siteName}
  SSLEngine on
  SSLProtocol -all +TLSv1.2 +TLSv1.3
  SSLCipherSuite ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384
  SSLCertificateFile ${at.leaf.chain}
  SSLCertificateKeyFile ${at.leaf.key}
  RewriteEngine On
  RewriteCond %{REQUEST_METHOD} !^(GET|HEAD)$
  RewriteRule .* - [R=405,L]
  RewriteRule "(^|/)\\." - [R=404,L]
</VirtualHost>
<VirtualHost 127.0.0.1:${at.plainPort}>
  ServerName ${siteName}
  RewriteEngine On
  RewriteRule ^/?(.*)$ https://${siteName}:${at.port}/$1 [R=301,L]
</VirtualHost>
`;

const wholeConfiguration = (folder: string, at: Places, site: string) => `
ServerRoot ${folder}
ServerName ${siteName}
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
LogLevel crit
Listen 127.0.0.1:${at.port}
Listen 127.0.0.1:${at.plainPort}
StartServers 1
${modules.map((it) => `LoadModule ${it}_module ${modulesFolder}/mod_${it}.so`).join("\n")}
User www-data
Group www-data
TypesConfig /etc/mime.types
DirectoryIndex index.html
SSLSessionCache none
${site}
`;

/** Starts Apache httpd, hardened or with every fault that the tests look for. */
export async function startApache({ variant }: { readonly variant: Variant }): Promise<WebServer> {
  const program = requireProgram("apache2");
  if (program === undefined) throw new Error("apache2 is not installed");
  const leaf = makeLeaf({ key: variant === "good" ? "rsa-3072" : "rsa-2048", names: [`DNS:${siteName}`] });
  const at = { port: await freePort(), plainPort: await freePort(), leaf };
  const folder = runFolder("apache");
  const file = join(folder, "apache.conf");
  const bad = {
    ...leftovers,
    "index.html": "<html><body><h1>It works!</h1></body></html>\n",
    "files/list.txt": "one\n",
  };
  const site = variant === "good" ? goodSite(at, webRoot(ownPages)) : badSite(at, webRoot(bad));
  writeFileSync(file, wholeConfiguration(folder, at, site));
  const daemon = await startDaemon(program, ["-f", file, "-DFOREGROUND"], [at.port, at.plainPort]);
  return { port: at.port, plainPort: at.plainPort, authority: leaf.authority, pid: daemon.pid, stop: daemon.stop };
}
