import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { type Daemon, startDaemon } from "../../../test/bed/daemon.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { probeContext } from "../../../test/bed/observe.ts";
import { startPlainApache } from "../../../test/bed/plain-apache.ts";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostSchema } from "../../estate/schema.ts";
import { localTransport } from "../../transports/local.ts";
import type { Transport } from "../../transports/transport.ts";
import { type FactsOf, factSchemas } from "../fact-kinds.ts";
import webConfiguration from "./probe.ts";

const daemons: Daemon[] = [];
afterAll(() => Promise.all(daemons.map((it) => it.stop())));

/** This machine as if only that process were a web server, so that a test asks nobody but its own servers. */
function only(processId: number, from: Transport = localTransport()): Transport {
  return {
    vantage: from.vantage,
    async run(script, limits) {
      const result = await from.run(script, limits);
      if ("kind" in result || !script.includes("processes()")) return result;
      const parts = result.stdout.toString("latin1").split(/^(?=process |\x1eended)/m);
      const kept = parts.filter((it) => !it.startsWith("process ") || it.startsWith(`process ${processId} `));
      return { ...result, stdout: Buffer.from(kept.join(""), "latin1") };
    },
  };
}

async function seen(transport: Transport): Promise<FactsOf<"host-web-servers">> {
  const head = { id: "host:here", kind: "host", name: "here", systems: [] } as const;
  const all = await webConfiguration.observe(
    { ...head, declared: hostSchema.parse({}) },
    { ...probeContext(), transport },
  );
  const [told] = all;
  if (told === undefined || "trouble" in told) throw new Error(JSON.stringify(told));
  return factSchemas["host-web-servers"].parse(told.facts);
}

/** Kind, place, handler and what one request told, of every finding. */
async function findingsOf(processId: number) {
  const { servers, troubles } = await seen(only(processId));
  expect(troubles).toEqual([]);
  expect(servers).toHaveLength(1);
  return (servers[0]?.findings ?? []).map(({ kind, location, handler, restrictedTo, confirmation }) =>
    [kind, location, handler, restrictedTo.join(), "outcome" in confirmation ? confirmation.outcome : "trouble"].join(
      " ",
    ),
  );
}

/** The file behind the `-c` of a running nginx, which writes its command line over. */
function configurationFileOf(processId: number): string {
  return / -c ([^\s\0]+)/.exec(readFileSync(`/proc/${processId}/cmdline`, "utf8"))?.[1] ?? "";
}

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot || !testbedHas("nginx"))("a running nginx", () => {
  async function nginx(inside: (folder: string) => string): Promise<Daemon> {
    const folder = runFolder("nginx");
    for (const name of ["assets", "files"]) mkdirSync(join(folder, name));
    const port = await freePort();
    const temporary = ["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map(
      (it) => `${it}_temp_path ${folder}/${it};`,
    );
    writeFileSync(
      join(folder, "site.conf"),
      `server { listen ${port}; server_name shop.example.com;\n${inside(folder)}\n}`,
    );
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; pid ${folder}/nginx.pid; error_log stderr crit; events {}
http { access_log off; ${temporary.join(" ")} include *.conf.none; include site.con[f]; }`,
    );
    const program = requireProgram("nginx") ?? "";
    const daemon = await startDaemon(program, ["-e", "stderr", "-p", folder, "-c", join(folder, "nginx.conf")], [port]);
    daemons.push(daemon);
    return daemon;
  }

  test("tells a way out of an alias, a listing, a status page and a handler, each confirmed by a request", async () => {
    const { pid } = await nginx(
      (folder) => `root ${folder}/files;
location /i { alias ${folder}/assets/; }
location /files { autoindex on; alias ${folder}/files; }
location = /nginx_status { stub_status; }
location ~ \\.php$ { fastcgi_pass 127.0.0.1:9; }`,
    );
    expect(await findingsOf(pid)).toEqual([
      expect.stringMatching(/^alias-traversal \/i \/.*\/assets\/ {2}confirmed$/),
      "listing /files autoindex  confirmed",
      "status-page /nginx_status stub_status  confirmed",
      "handler \\.php$ fastcgi  confirmed",
    ]);
  });

  test("tells WebDAV, confirmed by a request that is refused, and none where its methods are off", async () => {
    const { pid } = await nginx(
      (folder) => `root ${folder}/files; dav_methods off;
location /dav/ { dav_methods PUT DELETE COPY; }
location /put/ { dav_methods PUT; }
location /plain/ { }`,
    );
    expect(await findingsOf(pid)).toEqual(["handler /dav/ webdav  confirmed", "handler /put/ webdav  trouble"]);
  });

  test("is not made to write anything: neither logs nor folders that are gone come back", async () => {
    const { pid } = await nginx((folder) => `root ${folder}/files; access_log ${folder}/access.log;`);
    const folder = dirname(configurationFileOf(pid));
    for (const name of ["access.log", "nginx.pid", "client_body"]) rmSync(join(folder, name), { recursive: true });
    const before = readdirSync(folder);
    expect(await findingsOf(pid)).toEqual([]);
    expect(readdirSync(folder)).toEqual(before);
  });

  test("whose configuration includes a file that is gone can't be told", async () => {
    const { pid } = await nginx(() => "");
    const file = configurationFileOf(pid);
    writeFileSync(file, `include gone.conf;\n${readFileSync(file, "utf8")}`);
    const { servers, troubles } = await seen(only(pid));
    expect([servers, troubles]).toMatchObject([[], [{ message: expect.stringContaining("nginx") }]]);
  });

  test("tells nothing of what is closed: an alias with its slash, no listing, a status page for few", async () => {
    const { pid } = await nginx(
      (folder) => `root ${folder}/files;
location /i/ { alias ${folder}/assets/; }
location = /nginx_status { stub_status; allow 192.0.2.0/24; deny all; }`,
    );
    expect(await findingsOf(pid)).toEqual(["status-page /nginx_status stub_status 192.0.2.0/24 unconfirmed"]);
  });
});

describe.skipIf(!isRoot || !testbedHas("apache2"))("a running Apache httpd", () => {
  const modules = ["alias", "authz_host", "autoindex", "status", "cgid", "include"];

  test("tells listings, status pages, CGI, PHP and server-side includes", async () => {
    const folder = runFolder("site");
    mkdirSync(join(folder, "files"));
    const server = await startPlainApache(
      modules,
      `ScriptSock ${folder}/cgid.sock
DocumentRoot ${folder}
<Directory ${folder}>
  Require all granted
</Directory>
<Directory ${folder}/files>
  Options +Indexes
</Directory>
<Location /server-status>
  SetHandler server-status
</Location>
AddHandler cgi-script .cgi .pl
<FilesMatch "\\.ph(?:p|tml)$">
  SetHandler application/x-httpd-php
</FilesMatch>
AddOutputFilter INCLUDES .shtml`,
    );
    daemons.push(server);
    expect(await findingsOf(server.pid)).toEqual([
      "status-page /server-status server-status loopback confirmed",
      "handler .cgi .pl cgi  unconfirmed",
      "handler \\.ph(?:p|tml)$ php  unconfirmed",
      "handler .shtml ssi  unconfirmed",
      "listing /files/ autoindex  confirmed",
    ]);
    const [it] = (await seen(only(server.pid))).servers;
    expect(it?.modules).toEqual(expect.arrayContaining(["cgid_module", "include_module"]));
    expect(it?.modules).not.toContain("info_module");
  });

  test("tells WebDAV by location and by folder, server-side includes by filter and by mode, and none that are off", async () => {
    const folder = runFolder("site");
    for (const name of ["shared", "plain"]) mkdirSync(join(folder, name));
    const server = await startPlainApache(
      ["dav", "dav_fs", "include"],
      `DocumentRoot ${folder}
DavLockDB ${folder}/locks
<Directory ${folder}>
  Require all granted
</Directory>
<Location /dav>
  Dav On
</Location>
<Directory ${folder}/shared>
  Dav On
  SetOutputFilter INCLUDES
</Directory>
<Directory ${folder}/plain>
  Dav Off
  XBitHack full
</Directory>`,
    );
    daemons.push(server);
    mkdirSync(join(folder, "dav"));
    expect(await findingsOf(server.pid)).toEqual([
      "handler /dav webdav  confirmed",
      expect.stringMatching(/^handler \/.*\/shared webdav {2}confirmed$/),
      expect.stringMatching(/^handler \/.*\/shared ssi {2}unconfirmed$/),
      expect.stringMatching(/^handler \/.*\/plain ssi {2}unconfirmed$/),
    ]);
  });

  test("reads the .htaccess files where they count, and as far as they count", async () => {
    const folder = runFolder("site");
    const closed = runFolder("closed");
    for (const name of ["open/deep", "options", "none"]) mkdirSync(join(folder, name), { recursive: true });
    const all = `Options +Indexes
<IfModule mod_cgid.c>
  AddHandler cgi-script .cgi
</IfModule>
<IfModule !mod_cgid.c>
  AddHandler cgi-script .pl
</IfModule>
<FilesMatch "\\.ph(?:p|tml)$">
  SetHandler \\
    application/x-httpd-php
</FilesMatch>
SetEnv DB_PASSWORD s3cret-Zq81
`;
    for (const name of ["open/deep", "options", "none"]) writeFileSync(join(folder, name, ".htaccess"), all);
    writeFileSync(join(closed, ".htaccess"), all);
    const server = await startPlainApache(
      ["alias", "autoindex", "cgid", "env"],
      `ScriptSock ${folder}/cgid.sock
DocumentRoot ${folder}
Alias /closed ${closed}
<Directory ${folder}>
  Require all granted
  AllowOverride All
</Directory>
<Directory ${folder}/options>
  AllowOverride Options=Indexes Nonfatal=All
</Directory>
<Directory ${folder}/none>
  AllowOverride None
</Directory>`,
    );
    daemons.push(server);
    expect(await findingsOf(server.pid)).toEqual([
      "handler .cgi cgi  unconfirmed",
      "handler \\.ph(?:p|tml)$ php  unconfirmed",
      "listing /options/ autoindex  confirmed",
      "listing /open/deep/ autoindex  confirmed",
    ]);
    expect(JSON.stringify(await seen(only(server.pid)))).not.toContain("s3cret");
  });

  test("can't tell what .htaccess files that it may not read hold", async () => {
    const folder = runFolder("site");
    mkdirSync(join(folder, "a\nb"));
    writeFileSync(join(folder, "a\nb", ".htaccess"), "Options +Indexes\n");
    const site = `DocumentRoot ${folder}\n<Directory ${folder}>\n  AllowOverride Options\n</Directory>`;
    const server = await startPlainApache(["autoindex"], site);
    daemons.push(server);
    const { servers, troubles } = await seen(only(server.pid));
    expect(servers).toHaveLength(1);
    expect(troubles).toMatchObject([{ message: expect.stringContaining(".htaccess could be read") }]);
  });

  test("tells nothing of a hardened one, and who may see its status page", async () => {
    const folder = runFolder("site");
    const server = await startPlainApache(
      ["alias", "authz_host", "status"],
      `DocumentRoot ${folder}
<Directory ${folder}>
  Options None
  Require all granted
</Directory>
<VirtualHost *>
  ServerName shop.example.com
  <Location /server-status>
    SetHandler server-status
    Require ip 192.0.2.0/24
  </Location>
</VirtualHost>`,
    );
    daemons.push(server);
    expect(await findingsOf(server.pid)).toEqual([
      "status-page /server-status server-status ip 192.0.2.0/24,loopback unconfirmed",
    ]);
  });
});

describe.skipIf(!testbedHas("haproxy"))("a running HAProxy", () => {
  test.each([
    ["open to everybody", "", "status-page /stats stats  confirmed"],
    ["for people with a password", "stats auth watcher:s3cret-Zq81", "status-page /stats stats users unconfirmed"],
  ])("tells its statistics page: %s", async (_, more, finding) => {
    const port = await freePort();
    const file = join(runFolder("haproxy"), "haproxy.cfg");
    writeFileSync(
      file,
      `defaults
  mode http
  timeout client 10s
  timeout server 10s
  timeout connect 10s
frontend site
  bind :${port}
  stats enable
  stats uri /stats
  ${more}
`,
    );
    const daemon = await startDaemon(requireProgram("haproxy") ?? "", ["-q", "-f", file], [port]);
    daemons.push(daemon);
    expect(await findingsOf(daemon.pid)).toEqual([finding]);
    expect(JSON.stringify(await seen(only(daemon.pid)))).not.toContain("s3cret");
  });
});

test.skipIf(!isRoot || !testbedHas("setpriv") || !testbedHas("nginx"))(
  "as nobody it is told that root is needed",
  async () => {
    const nobody = localTransport({
      command: "setpriv",
      args: ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh", "-s"],
    });
    const port = await freePort();
    const folder = runFolder("nginx");
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; pid ${folder}/nginx.pid; events {}
http { access_log off; ${["client_body", "proxy", "fastcgi", "scgi", "uwsgi"].map((it) => `${it}_temp_path ${folder}/${it};`).join(" ")}
server { listen 127.0.0.1:${port}; } }`,
    );
    const program = requireProgram("nginx") ?? "";
    const daemon = await startDaemon(program, ["-e", "stderr", "-p", folder, "-c", `${folder}/nginx.conf`], [port]);
    daemons.push(daemon);
    const { servers, troubles } = await seen(only(daemon.pid, nobody));
    expect(servers).toEqual([]);
    expect(troubles).toMatchObject([{ kind: "denied", wouldVerify: "run as root" }]);
  },
);

test("where no web server runs, it tells of none", async () => {
  expect(await seen(only(0))).toEqual({ servers: [], troubles: [] });
});
