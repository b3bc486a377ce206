import fc from "fast-check";
import { expect, test } from "vitest";
import { apacheOverrides, readApache } from "./apache.ts";
import { commandsFor, nginxOptions } from "./commands.ts";
import { extensionsIn } from "./extensions.ts";
import { readFiles } from "./framed.ts";
import { readHaproxy } from "./haproxy.ts";
import { readNginx } from "./nginx.ts";
import { collectNginx, mainFile } from "./nginx-files.ts";
import { processesScript, readProcesses } from "./processes.ts";

const nginxOf = (text: string) => readNginx(new Map([["/etc/nginx/nginx.conf", text]]));
const nginx = (site: string) => nginxOf(`http { server { ${site} } }`);
const kinds = (site: string) => nginx(site).findings.map(({ kind, location }) => `${kind} ${location}`);

const words = [
  ...[
    "http",
    "server",
    "location",
    "{",
    "}",
    ";",
    "~*",
    "/i",
    "alias",
    "/srv/",
    "autoindex",
    "on",
    "include",
    "'",
    '"',
  ],
  ...["file 9 /a\n", "*", "<Directory /srv>", "</Directory>", "Options", "+Indexes", "SetHandler", "\n"],
  ...["AllowOverride All\n", "<Directory /*>", "<IfModule", "AddHandler cgi-script", "DocumentRoot /srv\n"],
  ...["DocumentRoot /srv", "<VirtualHost *:80>", "listen", "frontend f", "bind :80", "stats", "uri", "\\", "$", "(?<"],
  ...["process 1 nginx", "users 0 0 0 0", "program /x", "folder /", "word -c", "word nginx: master process nginx -g a"],
];
const garbage = fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 60 }).map((it) => it.join(" "));

test("no text makes a reader throw", () => {
  fc.assert(
    fc.property(garbage, (text) => {
      nginxOf(text);
      readFiles(Buffer.from(text));
      readApache(text, ["autoindex_module"], new Map([["/srv/.htaccess", text]]));
      apacheOverrides(text);
      readHaproxy(text);
      for (const server of readProcesses(text.replaceAll(" ", "\n")).servers) commandsFor(server);
    }),
  );
});

test("a slash at the end of both, or of neither, is no way out of an alias", () => {
  expect(kinds("location /i/ { alias /srv/i/; } location /j { alias /srv/j; }")).toEqual([]);
  expect(kinds("location = /i { alias /srv/i/; } location ~ /i { alias /srv/i/; }")).toEqual([]);
  expect(kinds("location ^~ /i { alias /srv/i/; }")).toEqual(["alias-traversal /i"]);
});

test("a listing is inherited, and ends where something else answers", () => {
  expect(kinds("autoindex on; location / { return 404; } location /a { } location /b { autoindex off; }")).toEqual([
    "listing /a",
  ]);
  expect(kinds("autoindex on;")).toEqual(["listing /"]);
});

test("who may see a status page is told by the first rule that is about everybody", () => {
  const restricted = (rules: string) => nginx(`${rules} location /s { stub_status; }`).findings[0]?.restrictedTo;
  expect(restricted("listen 80; allow 192.0.2.1; deny all;")).toEqual(["192.0.2.1"]);
  expect(restricted("listen 80; allow all; deny all;")).toEqual([]);
  expect(restricted("listen 80; deny all;")).toEqual(["nobody"]);
  expect(restricted("listen 127.0.0.1:80; auth_basic shop;")).toEqual(["users", "loopback"]);
});

test("included files stand where they are included", () => {
  const files = new Map([
    ["/etc/nginx/nginx.conf", "http { include sites/*.conf; }"],
    [
      "/etc/nginx/sites/a.conf",
      "# configuration file /etc/nginx/php:\nserver { listen 8080 ssl; server_name shop.example.com; include php; }",
    ],
    ["/etc/nginx/php", "location ~ [^/]\\.php(/|$) { fastcgi_pass unix:/run/php.sock; }"],
  ]);
  const { sites, findings } = readNginx(files);
  expect(sites).toEqual([{ names: ["shop.example.com"], listens: [{ port: 8080, tls: true }] }]);
  expect(findings).toMatchObject([{ kind: "handler", handler: "fastcgi", extensions: [".php"] }]);
});

test("a pattern tells its extensions, and one for every name tells none", () => {
  expect(extensionsIn("\\.ph(?:p|tml)$", false)).toEqual([".php", ".phtml"]);
  expect(extensionsIn("\\.PHP$", true)).toEqual([".php"]);
  expect(extensionsIn("^/", false)).toEqual([]);
  expect(extensionsIn("(?>a)\\.php$", false)).toEqual([".php"]);
});

test("a folder above the document root lists it, unless a folder in between forbids it", () => {
  const listings = (more: string) =>
    readApache(
      `Listen 80\nDocumentRoot "/srv/www/html"\n<Directory /srv/www/>\n  Options Indexes FollowSymLinks\n</Directory>\n${more}`,
      ["autoindex_module"],
    ).findings.map(({ location }) => location);
  expect(listings("")).toEqual(["/"]);
  expect(listings("<Directory /srv/www/html>\n  Options -Indexes\n</Directory>\n")).toEqual([]);
  expect(listings("<Directory /srv/www/html>\n  Options None\n</Directory>\n")).toEqual([]);
});

test("files among the content count in and above what is given out, where a section or a wildcard lets them", () => {
  const places = (more: string) => apacheOverrides(`DocumentRoot /srv/www/html\nAlias /i /opt/images\n${more}`);
  const section = (folder: string, said: string) => `<Directory "${folder}">\n  ${said}\n</Directory>\n`;
  expect(places("")).toEqual({ names: [".htaccess"], folders: [], above: [] });
  expect(places(`AccessFileName .more .acl\n${section("/srv", "AllowOverride All")}`)).toEqual({
    ...{ names: [".more", ".acl"], folders: ["/srv/www/html/"], above: ["/srv", "/srv/www"] },
  });
  expect(places(section("/", "AllowOverride AuthConfig Limit")).folders).toEqual([]);
  expect(places(section("/", "AllowOverrideList Redirect AddHandler")).folders).toEqual([
    "/opt/images/",
    "/srv/www/html/",
  ]);
  const closed = section("/srv", "AllowOverride None") + section("/srv/www/html/up", "AllowOverride FileInfo");
  expect(places(closed).folders).toEqual(["/srv/www/html/up/"]);
  expect(places(section("/opt/*", "AllowOverride Options")).folders).toContain("/opt/images/");
});

test("of a file among the content only what is allowed there counts", () => {
  const found = (folder: string, file: string) =>
    readApache(
      `Listen 80\nDocumentRoot /srv/*\nDocumentRoot /srv/a\n<Directory "${folder}">\n  AllowOverride Options\n</Directory>\n`,
      ["autoindex_module"],
      new Map([[file, "Options Indexes\nAddHandler cgi-script .cgi\n"]]),
    ).findings.map(({ kind, location }) => `${kind} ${location}`);
  expect(found("/srv/a", "/srv/a/b/.htaccess")).toEqual(["listing /b/"]);
  expect(found("/srv/?", "/srv/a/.htaccess")).toEqual(["listing /"]);
  expect(found("/", "/srv/.htaccess")).toEqual(["listing /"]);
  expect(found("/srv/b", "/srv/a/.htaccess")).toEqual([]);
  expect(found("/", "/home/a/.htaccess")).toEqual([]);
});

const process = (more: string) => `self 0\nprocess 7 nginx\nparent 1\n${more}`;

test("only a process of our own user is asked, and no worker", () => {
  const own = "users 0 0 0 0\nprogram /usr/sbin/nginx\nfolder /\nword nginx\n";
  expect(readProcesses(process(own)).servers).toHaveLength(1);
  expect(readProcesses(process(own.replace("0 0 0 0", "33 33 33 33")))).toMatchObject({
    servers: [],
    troubles: [{ kind: "unsupported" }],
  });
  expect(readProcesses(process(`${own}elsewhere\n`))).toMatchObject({
    servers: [],
    troubles: [{ kind: "unsupported" }],
  });
  const worker = `process 8 nginx\nparent 7\nusers 33 33 33 33\nword nginx: worker process\n`;
  expect(readProcesses(process(own + worker)).troubles).toEqual([]);
});

test("a master is asked with its own options, however its name was written over, and quotes stay quotes", () => {
  const server = { product: "nginx", processId: 7, program: "/it's/nginx", folder: "/", variables: [] } as const;
  const words = ["nginx: master process nginx -g daemon on; master_process on; -c /etc/a.conf"];
  expect(nginxOptions({ ...server, words })).toEqual({ g: "daemon on; master_process on;", c: "/etc/a.conf" });
  expect(nginxOptions({ ...server, words: ["nginx", "-s", "x", "-c/it's"] })).toEqual({ c: "/it's" });
  expect(Object.values(commandsFor({ ...server, words }))).toEqual(["cd '/' && '/it'\\''s/nginx' '-V' 2>&1"]);
});

test("what includes itself is asked for once, and what includes without end is too much", async () => {
  const asked: string[] = [];
  const from = (answer: (path: string) => string) => async (patterns: readonly string[]) => {
    asked.push(...patterns);
    return new Map(patterns.map((it) => [it, answer(it)]));
  };
  const files = await collectNginx(
    "/etc/a.conf",
    "include b;",
    from(() => "include a.conf; http { include b; }"),
  );
  expect([[...files.keys()], asked]).toEqual([
    ["/etc/a.conf", "/etc/b"],
    ["/etc/a.conf", "/etc/b"],
  ]);
  expect(() => readNginx(files)).not.toThrow();
  await expect(
    collectNginx(
      "/0",
      "",
      from((path) => `include ${path}0;`),
    ),
  ).rejects.toThrow(/deeper than/);
});

test("the main file of an nginx is where it was built for, or where its options say", () => {
  const built =
    "configure arguments: --with-cc-opt='-O2 -fmap=x' --prefix=/usr/share/nginx --conf-path=/etc/nginx/nginx.conf";
  expect(mainFile(built, {}, "/")).toBe("/etc/nginx/nginx.conf");
  expect(mainFile(built, { c: "a.conf" }, "/srv")).toBe("/usr/share/nginx/a.conf");
  expect(mainFile(built, { c: "a.conf", p: "here" }, "/srv")).toBe("/srv/here/a.conf");
  expect(mainFile("", {}, "/")).toBe("/usr/local/nginx/conf/nginx.conf");
});

test("the script that lists processes writes nothing", () => {
  expect(processesScript.replaceAll(/2?>\/dev\/null|2>&1/g, "")).not.toMatch(/>\s*[/"$\w]/);
});
