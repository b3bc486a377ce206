import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { gzipSync } from "node:zlib";
import { requireProgram } from "./program.ts";
import { runFolder } from "./run-folder.ts";

/** A working copy of git with a second branch, a reset and a fetch behind it; gives its folder. */
function workingCopy(): string {
  const folder = runFolder("git");
  const git = (...args: readonly string[]) =>
    execFileSync(
      requireProgram("git") ?? "git",
      ["-C", folder, "-c", "user.name=Dev", "-c", "user.email=dev@example.com", ...args],
      {
        stdio: "ignore",
        env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_SYSTEM: "/dev/null" },
      },
    );
  git("init", "-q", "-b", "main");
  writeFileSync(join(folder, "index.html"), "<h1>Shop</h1>\n");
  git("add", "index.html");
  git("commit", "-q", "-m", "Open the shop");
  writeFileSync(join(folder, "index.html"), "<h1>The shop</h1>\n");
  git("commit", "-q", "-a", "-m", "Name it");
  git("reset", "-q", "--hard", "HEAD^");
  git("fetch", "-q", folder, "main");
  git("pack-refs", "--all");
  for (const format of ["zip", "tar", "tar.gz"])
    git("archive", `--format=${format}`, "-o", join(folder, `.git/shop.${format}`), "HEAD");
  return folder;
}

function sqlite(): Buffer {
  const file = join(runFolder("sqlite"), "db.sqlite3");
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE person (name text); INSERT INTO person VALUES ('Ada')");
  database.close();
  return readFileSync(file);
}

/** The header of a folder file: magic, then place and size of the root block, and its place once more. */
function folderFile(): Buffer {
  const file = Buffer.alloc(6148);
  file.writeUInt32BE(1, 0);
  file.write("Bud1", 4, "latin1");
  for (const [at, value] of [
    [8, 0x1000],
    [12, 0x800],
    [16, 0x1000],
  ] as const)
    file.writeUInt32BE(value, at);
  return file;
}

function swapFile(): Buffer {
  const file = Buffer.alloc(4096);
  file.write("b0VIM 9.0", 0, "latin1");
  file.writeUInt32LE(4096, 12);
  return file;
}

const person = "CREATE TABLE `person` (`name` text);\nINSERT INTO `person` VALUES ('Ada');\n";
const settings = "APP_ENV=production\nDB_PASSWORD=not-a-real-one\n";
const phpInfo =
  '<html><head><title>PHP 8.2.1 - phpinfo()</title></head><body><h1 class="p">PHP Version 8.2.1</h1></body></html>';
const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** Things that should not be served, by path; each in the format that its program writes. */
export function plantedFiles(): Readonly<Record<string, string | Buffer>> {
  const copy = workingCopy();
  const git = (name: string) => readFileSync(join(copy, ".git", name));
  const database = sqlite();
  const names = ["HEAD", "config", "index", "logs/HEAD", "packed-refs", "FETCH_HEAD", "ORIG_HEAD", "COMMIT_EDITMSG"];
  return {
    ...Object.fromEntries(names.map((it) => [`/.git/${it}`, git(it)])),
    "/.svn/entries": "12\n",
    "/.svn/wc.db": database,
    "/.hg/requires": "dotencode\nfncache\ngeneraldelta\nrevlogv1\nsparserevlog\nstore\n",
    "/.bzr/branch-format": "Bazaar-NG meta directory, format 1\n",
    "/_darcs/format": "hashed|no-working-dir\ndarcs-2\n",
    "/CVS/Entries": "/index.html/1.3/Sun Nov 22 10:00:00 2026//\nD\n",
    "/CVS/Root": ":pserver:dev@cvs.example.com:/var/cvs\n",
    "/.env": settings,
    "/.env.production": settings,
    "/.env.old": settings,
    "/api/.env": settings,
    "/.DS_Store": folderFile(),
    "/.idea/workspace.xml": '<?xml version="1.0" encoding="UTF-8"?>\n<project version="4">\n</project>\n',
    "/.vscode/sftp.json": json({ host: "www.example.com", username: "deploy", remotePath: "/srv" }),
    "/.htpasswd": "ada:$apr1$abcdefgh$ABCDEFGHIJKLMNOPQRSTU/\n",
    "/.npmrc": "//registry.example.com/:_authToken=not-a-real-one\n",
    "/.aws/credentials": "[default]\naws_access_key_id = not-a-real-one\naws_secret_access_key = not-a-real-one\n",
    "/phpinfo.php": phpInfo,
    "/backup.zip": git("shop.zip"),
    "/backup.tar.gz": git("shop.tar.gz"),
    "/site.tar.gz": git("shop.tar.gz"),
    "/dump.sql": `-- MariaDB dump 10.19\n${person}`,
    "/backup.sql.gz": gzipSync(`-- PostgreSQL database dump\n${person}`),
    "/db.sqlite3": database,
    "/dump.rdb": "REDIS0010\u0000",
    "/index.php~": "<?php\nrequire 'settings.php';\n",
    "/.index.php.swp": swapFile(),
    "/wp-config.php.bak": "<?php\ndefine('DB_PASSWORD', 'not-a-real-one');\n",
    "/settings.py": "SECRET_KEY = 'not-a-real-one'\nINSTALLED_APPS = []\n",
    "/static/shop.js.map": json({ version: 3, file: "shop.js", sources: ["shop.ts"], mappings: "AAAA" }),
    "/composer.lock": json({ _readme: ["locked"], "content-hash": "0", packages: [] }),
    "/package.json": json({ name: "shop", scripts: { start: "node ." } }),
    "/Dockerfile": "FROM debian:12\nRUN true\n",
    "/docker-compose.yml": "services:\n  web:\n    image: shop\n",
    "/.gitlab-ci.yml": "stages: [test]\ntest:\n  stage: test\n  script:\n    - make\n",
    "/AGENTS.md": "# Instructions\n\nRun the tests first.\n",
    "/.mcp.json": json({ mcpServers: { shop: { command: "shop" } } }),
    "/actuator/index.json": json({ _links: { self: { href: "http://127.0.0.1/actuator", templated: false } } }),
    "/actuator/env": json({ activeProfiles: ["prod"], propertySources: [] }),
    "/actuator/heapdump": Buffer.concat([
      Buffer.from("JAVA PROFILE 1.0.2\0\0\0\0\b", "latin1"),
      Buffer.alloc(1_000_000),
    ]),
    "/actuator/loggers": json({ levels: ["OFF"], loggers: {}, groups: {} }),
    "/openapi.json": json({ openapi: "3.0.1", info: { title: "Shop", version: "1" }, paths: {} }),
    "/metrics": "# HELP up Whether it is up.\n# TYPE up gauge\nup 1\n",
    "/manual/index.html": "<title>Apache HTTP Server Version 2.4 Documentation</title><p>The manual</p>",
    "/index.lighttpd.html": "<title>Welcome page</title><p>You should replace this placeholder page of lighttpd.</p>",
  };
}

/** Writes the planted files into a new document root, beside a page of the site itself; gives the folder. */
export function plantedRoot(files: Readonly<Record<string, string | Buffer>>): string {
  const root = runFolder("planted");
  const page = '<!doctype html><title>Shop</title><script src="/static/shop.js"></script><h1>Shop</h1>';
  for (const [path, content] of Object.entries({ ...files, "/index.html": page })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
