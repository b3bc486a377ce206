import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { testbedHas } from "../../../test/bed/program.ts";
import { readApacheSites } from "./apache.ts";
import { siteSchema } from "./facts.ts";
import { readHaproxySites } from "./haproxy.ts";
import { readNginxSites } from "./nginx.ts";

const onDisk = (file: string) => readFileSync(file, "utf8");

describe("nginx", () => {
  test("names and ports of each server are read, whatever stands around them", () => {
    const text = `
      # server { listen 1; }
      http {
        map $a $b { default "server { listen 2; }"; '}' x; }
        server {
          listen 443 ssl; listen [::]:443 ssl default_server; listen unix:/run/a.sock; listen 127.0.0.1:8080;
          server_name shop.example.com "www.shop.example.com" ~^(?<x>.+)\\.example\\.net$ _;
          location ~ \\.php$ { set $x "a;b}"; fastcgi_pass unix:/x; }
          if ($host = x) { return 301 https://$host$request_uri; }
        }
        server { server_name plain.example.com; }
      }
      stream { server { listen 5432; proxy_pass db; } }`;
    expect(readNginxSites(text, "a.conf")).toEqual([
      {
        product: "nginx",
        file: "a.conf",
        names: ["shop.example.com", "www.shop.example.com", "~^(?<x>.+)\\.example\\.net$", "_"],
        listens: [
          { port: 443, tls: true },
          { port: 443, tls: true },
          { address: "127.0.0.1", port: 8080, tls: false },
        ],
      },
      { product: "nginx", file: "a.conf", names: ["plain.example.com"], listens: [{ port: 80, tls: false }] },
    ]);
  });

  test.skipIf(!testbedHas("nginx"))("the site that Debian installs is read", () => {
    const file = "/etc/nginx/sites-available/default";
    const listens = Array(2).fill({ port: 80, tls: false });
    expect(readNginxSites(onDisk(file), file)).toEqual([{ product: "nginx", file, names: ["_"], listens }]);
    expect(readNginxSites(onDisk("/etc/nginx/nginx.conf"), "nginx.conf")).toEqual([]);
  });
});

describe("Apache", () => {
  test("names and ports of each virtual host are read", () => {
    const text = `
      ServerName ignored.example.com
      <IfModule mod_ssl.c>
        <VirtualHost *:443 [2001:db8::1]:8443>
          ServerName https://shop.example.com:443
          ServerAlias www.example.com \\
            "*.shop.example.com"
          SSLEngine On
        </VirtualHost>
      </IfModule>
      # <VirtualHost *:1>
      <virtualhost 192.0.2.1:80>
        servername plain.example.com
      </virtualhost>
      <VirtualHost *></VirtualHost>`;
    expect(readApacheSites(text, "a.conf")).toEqual([
      {
        product: "apache",
        file: "a.conf",
        names: ["shop.example.com", "www.example.com", "*.shop.example.com"],
        listens: [
          { port: 443, tls: true },
          { address: "2001:db8::1", port: 8443, tls: true },
        ],
      },
      {
        product: "apache",
        file: "a.conf",
        names: ["plain.example.com"],
        listens: [{ address: "192.0.2.1", port: 80, tls: false }],
      },
    ]);
  });

  test.skipIf(!testbedHas("apache2"))("the sites that Debian installs are read", () => {
    const [plain] = readApacheSites(onDisk("/etc/apache2/sites-available/000-default.conf"), "plain");
    expect(plain).toMatchObject({ names: [], listens: [{ port: 80, tls: false }] });
    const [tls] = readApacheSites(onDisk("/etc/apache2/sites-available/default-ssl.conf"), "tls");
    expect(tls).toMatchObject({ names: [], listens: [{ port: 443, tls: true }] });
  });
});

describe("HAProxy", () => {
  test("where each frontend binds is read, and the whole names it compares with", () => {
    const text = `
frontend web
  bind :80,[::]:80 v4v6
  bind ipv4@192.0.2.1:443 ssl crt /etc/ssl/a.pem # the shop
  bind /run/haproxy.sock
  acl shop hdr(host) -i shop.example.com www.example.com
backend app
  bind :1
listen stats
  bind 127.0.0.1:8404`;
    expect(readHaproxySites(text, "h.cfg").map(({ names, listens }) => ({ names, listens }))).toEqual([
      {
        names: ["shop.example.com", "www.example.com"],
        listens: [
          { port: 80, tls: false },
          { port: 80, tls: false },
          { address: "192.0.2.1", port: 443, tls: true },
        ],
      },
      { names: [], listens: [{ address: "127.0.0.1", port: 8404, tls: false }] },
    ]);
  });

  test.skipIf(!testbedHas("haproxy"))("the configuration that Debian installs binds nowhere", () => {
    expect(readHaproxySites(onDisk("/etc/haproxy/haproxy.cfg"), "haproxy.cfg")).toEqual([]);
  });
});

test("any text is read without an exception and into what the schema allows", () => {
  const words = fc.constantFrom(
    ...[
      "server",
      "{",
      "}",
      ";",
      "listen",
      "443",
      "ssl",
      "server_name",
      '"',
      "'",
      "\\",
      "#",
      "\n",
      " ",
      "<VirtualHost *:80>",
    ],
    ...[
      "</VirtualHost>",
      "ServerName",
      "frontend",
      "bind",
      ":443",
      "acl",
      "hdr(host)",
      "-i",
      "99999",
      "[::]:1",
      "${",
      "0",
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words, { maxLength: 60 }).map((it) => it.join(" ")),
  );
  fc.assert(
    fc.property(text, (it) => {
      for (const read of [readNginxSites, readApacheSites, readHaproxySites])
        for (const site of read(it, "f")) siteSchema.parse(site);
    }),
  );
});
