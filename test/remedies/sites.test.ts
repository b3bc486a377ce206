import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import type { FactKind } from "../../src/probes/fact-kinds.ts";
import http from "../../src/probes/http/probe.ts";
import { startCaddy } from "../bed/caddy.ts";
import { type Daemon, startDaemon } from "../bed/daemon.ts";
import { freePort } from "../bed/free-port.ts";
import { startHaproxy } from "../bed/haproxy.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { phpFpmProgram, startPhpFpm } from "../bed/php-fpm.ts";
import { startPlainApache } from "../bed/plain-apache.ts";
import { startPlainNginx } from "../bed/plain-nginx.ts";
import { requireProgram, testbedHas, testbedHasFile } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import type { FrontProduct } from "../bed/tls-front.ts";
import { ownPages, webRoot } from "../bed/web-root.ts";
import { judgeCase } from "../control-cases.ts";
import { applied } from "./applied.ts";
import { commandsOf, mended } from "./mended.ts";

type Started = Daemon & { readonly port: number };

/** A server as the fault has it: its settings, and how it starts with those or with mended ones. */
interface Faulty {
  readonly settings: readonly string[];
  /** Files that it serves, which a remedy may remove. */
  readonly root?: string;
  readonly start: (settings: readonly string[], without: (module: string) => boolean) => Promise<Started>;
}

const lines = (settings: readonly string[]) => settings.join("\n");
const asNginx: Faulty["start"] = (settings) => startPlainNginx(lines(settings));
const asHaproxy: Faulty["start"] = (settings) => startHaproxy(`\n${lines(settings)}`);
const asCaddy: Faulty["start"] = (settings) => startCaddy({ directives: lines(settings) });
const asApache =
  (...modules: readonly string[]): Faulty["start"] =>
  (settings, without) =>
    startPlainApache(
      modules.filter((it) => !without(it)),
      lines(settings),
    );

/** A copy of the page that a product comes with. */
const shipped = (page: string) => webRoot({ "index.html": readFileSync(page, "utf8") });
const granted = (root: string) => `<Directory ${root}>\n  Require all granted\n  Options +ExecCGI\n</Directory>`;
const shop = () => webRoot(ownPages);
const pages = {
  nginx: "/usr/share/nginx/html/index.html",
  apache: "/usr/share/apache2/default-site/index.html",
  caddy: "/usr/share/caddy/index.html",
} as const;

const cookie = "<?php setcookie(session_name(), 'fe2c1a90'); ?><!doctype html><title>Shop</title><h1>Our shop</h1>\n";
const inPhp = () => webRoot({ "index.php": cookie, "files/1.html": ownPages["index.html"] ?? "" });
const files = () => webRoot({ ...ownPages, "files/1.html": ownPages["index.html"] ?? "" });

let fpm: Started;
let php: Started;
let cgi: Started;
const cgiSettings = (root: string) => [`DocumentRoot ${root}`, granted(root), "AddHandler cgi-script .cgi .pl"];
const isHere =
  ["nginx", "apache2", "haproxy", "caddy"].every(testbedHas) &&
  phpFpmProgram() !== undefined &&
  Object.values(pages).every(testbedHasFile);
/** PHP anew: a worker keeps what one request set. */
async function startPhp(): Promise<void> {
  await Promise.all([fpm?.stop(), php?.stop()]);
  fpm = await startPhpFpm();
  php = await startPlainNginx(lines(phpSettings()));
}
beforeAll(async () => {
  if (!isHere) return;
  await startPhp();
  cgi = await startPlainApache(["cgid"], lines(cgiSettings(shop())));
});
afterAll(() => Promise.all([fpm?.stop(), cgi?.stop(), php?.stop()]));

const phpSettings = () => [
  `root ${inPhp()};`,
  "index index.php;",
  "fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;",
  "fastcgi_param REQUEST_METHOD $request_method;",
  `location ~ \\.php$ {\n  fastcgi_pass 127.0.0.1:${fpm.port};\n}`,
];
const before = (server: Started) => ["default_backend behind", `backend behind\nserver one 127.0.0.1:${server.port}`];

const faults: Readonly<Record<string, Record<FrontProduct, () => Faulty>>> = {
  "default-page-removed": {
    nginx: () => {
      const root = shipped(pages.nginx);
      return { settings: [`root ${root};`], root, start: asNginx };
    },
    apache: () => {
      const root = shipped(pages.apache);
      return {
        settings: [`DocumentRoot ${root}`, "DirectoryIndex index.html", granted(root)],
        root,
        start: asApache(),
      };
    },
    haproxy: () => ({ settings: [], start: asHaproxy }),
    caddy: () => ({ settings: [`root * ${shipped(pages.caddy)}`, "file_server"], start: asCaddy }),
  },
  "cookie-names-disclosure": {
    nginx: () => ({ settings: phpSettings(), start: asNginx }),
    apache: () => {
      const root = inPhp();
      const handler = `<FilesMatch "\\.php$">\n  SetHandler "proxy:fcgi://127.0.0.1:${fpm.port}"\n</FilesMatch>`;
      return {
        settings: [`DocumentRoot ${root}`, "DirectoryIndex index.php", granted(root), handler],
        start: asApache("proxy", "proxy_fcgi"),
      };
    },
    haproxy: () => ({ settings: before(php), start: asHaproxy }),
    caddy: () => ({ settings: [`root * ${inPhp()}`, `php_fastcgi 127.0.0.1:${fpm.port}`], start: asCaddy }),
  },
  "downloads-attached": {
    nginx: () => ({ settings: [`root ${files()};`], start: asNginx }),
    apache: () => {
      const root = files();
      return {
        settings: [`DocumentRoot ${root}`, "DirectoryIndex index.html", granted(root)],
        start: asApache("headers"),
      };
    },
    haproxy: () => ({ settings: before(php), start: asHaproxy }),
    caddy: () => ({ settings: [`root * ${files()}`, "file_server"], start: asCaddy }),
  },
  "unneeded-handlers-off": {
    nginx: () => ({
      settings: [`root ${shop()};`, `location ~ \\.php$ {\n  fastcgi_pass 127.0.0.1:${fpm.port};\n}`],
      start: asNginx,
    }),
    apache: () => ({ settings: cgiSettings(shop()), start: asApache("cgid") }),
    haproxy: () => ({
      settings: before(cgi),
      start: asHaproxy,
    }),
    caddy: () => ({
      settings: [`root * ${shop()}`, `php_fastcgi 127.0.0.1:${fpm.port}`, "file_server"],
      start: asCaddy,
    }),
  },
  "plain-http-redirects": {
    nginx: () => ({
      settings: [`server {\n  listen 80;\n  root ${shop()};\n}`],
      start: async (settings) => {
        const port = await freePort();
        const beside = lines(settings).replace("listen 80;", `listen 127.0.0.1:${port};`);
        return { ...(await startPlainNginx("return 200 shop;", beside)), port };
      },
    }),
    apache: () => {
      const root = shop();
      return {
        settings: [`<VirtualHost *:80>\n  ServerName shop.example.com\n  DocumentRoot ${root}\n</VirtualHost>`],
        start: async (settings) => {
          const port = await freePort();
          const all = [`Listen 127.0.0.1:${port}`, ...settings, granted(root)];
          return { ...(await startPlainApache(["alias"], lines(all).replaceAll("*:80>", `*:${port}>`))), port };
        },
      };
    },
    haproxy: () => ({
      settings: ['http-request return status 200 content-type text/html string "<h1>Shop</h1>"'],
      start: asHaproxy,
    }),
    caddy: () => ({
      settings: ["auto_https off", 'http://shop.example.com {\n  bind 127.0.0.1\n  respond "shop"\n}'],
      start: async (settings) => {
        const [port, tlsPort, folder] = [await freePort(), await freePort(), runFolder("caddy")];
        const isSite = (it: string) => it.endsWith("}");
        const global = ["admin off", `storage file_system ${folder}`, "local_certs", "skip_install_trust"];
        const ports = [`http_port ${port}`, `https_port ${tlsPort}`];
        const site = 'https://shop.example.com {\n  bind 127.0.0.1\n  respond "shop"\n}';
        const options = [...global, ...ports, ...settings.filter((it) => !isSite(it))];
        const file = join(folder, "Caddyfile");
        writeFileSync(file, `{\n${lines(options)}\n}\n${lines([site, ...settings.filter(isSite)])}\n`);
        const args = ["run", "--adapter", "caddyfile", "--config", file];
        return { ...(await startDaemon(requireProgram("caddy") ?? "", args, [port])), port };
      },
    }),
  },
};

async function judged(control: Control, { port }: Started) {
  const url = `http://shop.example.com:${port}/`;
  const declared = { url, connect: "127.0.0.1", downloads: ["/files/1.html"] };
  const subject = endpointSubject(declared);
  const told = await http.observe(subject, { ...probeContext(), wanted: new Set<FactKind>(control.observes) });
  const observed = Object.fromEntries(
    told.map((it) => [it.fact, "facts" in it ? { facts: it.facts } : { trouble: it.trouble }]),
  );
  const system = { technology: ["static"] };
  return judgeCase(control, { why: "", declared, system, observed, expect: { outcome: "holds" } });
}

const table = applied.sites.flatMap((control) =>
  Object.entries(faults[control.id] ?? {}).map(
    ([product, faulty]) => [control.id, product as FrontProduct, control, faulty] as const,
  ),
);

test("there is a fault for every control", () => {
  expect(Object.keys(faults).toSorted()).toEqual(applied.sites.map(({ id }) => id).toSorted());
});

describe.skipIf(!isHere)("the remedy", () => {
  test.each(table)("of %s mends %s", async (_, product, control, faulty) => {
    if (control.id === "cookie-names-disclosure") await startPhp();
    const { settings, root, start } = faulty();
    const bad = await start(settings, () => false);
    expect(await judged(control, bad)).toMatchObject({ outcome: "fails" });
    await bad.stop();
    const own = shop();
    const remedy = (control.remedy[product] ?? "")
      .replaceAll("/srv/application", own)
      .replaceAll("127.0.0.1:8080", `127.0.0.1:${cgi.port}`)
      .replaceAll("127.0.0.1:9000", `127.0.0.1:${fpm.port}`)
      .replaceAll(/\/usr\/share\/nginx\/html|\/var\/www\/html/g, root ?? own);
    const disabled = commandsOf(remedy).flatMap((it) => /^a2dismod -f (.*)$/.exec(it)?.[1]?.split(" ") ?? []);
    for (const command of commandsOf(remedy).filter((it) => it.startsWith("rm ")))
      execFileSync("/bin/sh", ["-c", command]);
    const after = await start(mended(settings, remedy), (module) => disabled.includes(module.replace("cgid", "cgi")));
    expect(await judged(control, after)).toMatchObject({ outcome: "holds" });
    await after.stop();
  });
});
