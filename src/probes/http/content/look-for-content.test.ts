import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../../test/bed/observe.ts";
import { endpointAddress } from "../../../transports/endpoint-address.ts";
import { Spending } from "../spending.ts";
import { contentProofs } from "./content-list.ts";
import { lookForContent, mostConnections, mostRequests } from "./look-for-content.ts";

/** What a server that answers each path so leads to. */
async function look(
  answer: (path: string) => { status: number; body?: string | Buffer; headers?: string },
  path = "/",
) {
  const asked: string[] = [];
  const server = await startHostileServer((socket, request) => {
    const target = request.split(" ")[1] ?? "";
    asked.push(target);
    const { status, body = "", headers = "" } = answer(target);
    socket.write(`HTTP/1.1 ${status} Told\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n`);
    socket.write(body);
  });
  const context = probeContext();
  const url = `http://127.0.0.1:${server.port}${path}`;
  const spending = new Spending(context.budget, context.signal);
  const { facts } = await lookForContent({ url, address: endpointAddress(url), spending }, context.random);
  await server.stop();
  expect(facts.spent).toEqual({ requests: asked.length, connections: server.connections() });
  expect(asked.length).toBeLessThanOrEqual(mostRequests);
  return {
    facts,
    asked,
    connections: server.connections(),
    of: (id: string) => facts.trials.find((it) => it.id === id),
  };
}

const files: Readonly<Record<string, string | Buffer>> = {
  "/.git/HEAD": "0123456789abcdef0123456789abcdef01234567\n",
  "/.git/index": Buffer.from([0x44, 0x49, 0x52, 0x43, 0, 0, 0, 2, 0, 0, 0, 9]),
  "/.svn/entries": "12\n",
  "/.svn/wc.db": Buffer.from("SQLite format 3\0\x10\0\x01\x01and more", "latin1"),
  "/.hg/requires": "dotencode\nfncache\nrevlogv1\nstore\n",
  "/.env.bak": "# old\nexport TOKEN='made up'\n",
  "/.DS_Store": Buffer.from([0, 0, 0, 1, 0x42, 0x75, 0x64, 0x31, 0, 0]),
  "/.idea/workspace.xml": '<?xml version="1.0"?>\n<project version="4">\n</project>',
  "/.vscode/sftp.json": '{"host": "www.example.com", "username": "deploy"}',
  "/composer.lock": '{\n "_readme": ["locked"],\n "packages": []\n}',
  "/package.json": '{\n "name": "shop",\n "dependencies": {}\n}',
  "/Dockerfile": "FROM debian:12\nRUN true\n",
  "/docker-compose.yml": "services:\n  web:\n    image: shop\n",
  "/backup.zip": Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0]),
  "/backup.tar.gz": gzipSync("content"),
  "/dump.sql": "-- MariaDB dump 10.19\nCREATE TABLE `person` (id int);\n",
  "/phpinfo.php": "<title>PHP 8.2.1 - phpinfo()</title><h1>PHP Version 8.2.1</h1>",
  "/server-info": "<title>Server Information</title><h1>Apache Server Information</h1>",
  "/actuator": '{"_links":{"self":{"href":"http://127.0.0.1/actuator"}}}',
  "/actuator/env": '{"activeProfiles":["prod"],"propertySources":[]}',
  "/debug/pprof/": "<title>/debug/pprof/</title><a>goroutine</a>",
};

test("everything that lies there is proven by its format, and nothing else is", async () => {
  const { facts } = await look((path) =>
    files[path] === undefined ? { status: 404 } : { status: 200, body: files[path] },
  );
  const proven = facts.trials.filter((it) => it.finding === "proven").map((it) => it.path);
  expect(proven.sort()).toEqual(Object.keys(files).sort());
  expect(facts.answersEverything).toBe(false);
  expect(JSON.stringify(facts)).not.toMatch(/made up|deploy|person/);
});

test("an application that answers every path with its page has nothing proven", async () => {
  const shop = "<!doctype html><html><head><title>Shop</title></head><body>a=b .git ref: refs/heads/main</body></html>";
  const { facts, connections } = await look(() => ({ status: 200, body: shop }));
  // What never ends is left after its first byte, and the connection with it.
  expect(connections).toBeLessThanOrEqual(mostConnections + 1);
  expect(facts.answersEverything).toBe(true);
  expect(new Set(facts.trials.map((it) => it.finding))).toEqual(new Set(["absent"]));
});

test("a refusal of one path only is a protected thing, a refusal of all such paths is not", async () => {
  const one = await look((path) => ({ status: path.startsWith("/.git/") || path === "/server-status" ? 403 : 404 }));
  expect(one.of("git-head")?.finding).toBe("protected");
  expect(one.of("apache-status")?.finding).toBe("protected");
  expect(one.of("svn-entries")?.finding).toBe("absent");
  const all = await look((path) => ({ status: path.startsWith("/.") ? 403 : 404 }));
  expect(all.of("git-head")?.finding).toBe("absent");
});

test("a file that comes compressed although nobody asked for it is seen", async () => {
  const { of } = await look((path) =>
    path === "/.env"
      ? { status: 200, body: gzipSync("SECRET=made-up\n"), headers: "Content-Encoding: gzip\r\n" }
      : { status: 404 },
  );
  expect(of("dotenv")).toMatchObject({ finding: "proven", proof: "1 NAME=value line" });
});

test("an answer that breaks off, or whose coding can't be undone, proves no absence", async () => {
  const unseen = [
    await look((path) =>
      path === "/.env" ? { status: 200, body: "x", headers: "Content-Encoding: zstd\r\n" } : { status: 404 },
    ),
    await look((path) =>
      path === "/.env"
        ? { status: 200, body: "no gzip at all", headers: "Content-Encoding: gzip\r\n" }
        : { status: 404 },
    ),
    await look((path) =>
      path === "/.env" ? { status: 200, headers: "Transfer-Encoding: chunked\r\n\r\nzz" } : { status: 404 },
    ),
  ];
  expect(unseen.map(({ of }) => [of("dotenv")?.finding, of("dotenv")?.trouble?.kind])).toEqual([
    [undefined, "unsupported"],
    [undefined, "unsupported"],
    [undefined, "unparsable"],
  ]);
});

test("a server that is too busy to say is a trouble, not an absence", async () => {
  const { facts, asked } = await look(() => ({ status: 429 }));
  expect(asked.length).toBeLessThan(10);
  for (const it of facts.trials) {
    expect(it.finding).toBeUndefined();
    expect(it.trouble?.kind).toBe("refused");
  }
});

test("a refusal of everything, from the start or from some request on, is no absence", async () => {
  const kept = await look(() => ({ status: 403 }));
  expect(new Set(kept.facts.trials.map((it) => it.trouble?.kind))).toEqual(new Set(["denied"]));
  let requests = 0;
  const banned = await look(() => ({ status: ++requests > 12 ? 403 : 404 }));
  const kinds = banned.facts.trials.map((it) => it.trouble?.kind ?? it.finding);
  expect(kinds[0]).toBe("absent");
  expect(new Set(kinds.slice(kinds.indexOf("denied")))).toEqual(new Set(["denied"]));
  const { facts } = await look((path) => ({ status: path === "/" ? 200 : 403 }));
  expect(new Set(facts.trials.map((it) => it.finding))).toEqual(new Set(["absent"]));
});

test("a server that fails, or says that the thing lies in another folder, proves no absence", async () => {
  const failing = await look(() => ({ status: 500 }));
  expect(failing.of("dotenv")?.trouble?.kind).toBe("refused");
  const moved = await look((path) => ({ status: 301, headers: `Location: /en${path}\r\n` }));
  expect(moved.of("dotenv")?.trouble?.message).toBe(
    "/.env answered 301 and sends on to /en/.env, which was not looked at",
  );
  const login = await look(() => ({ status: 302, headers: "Location: /login\r\n" }));
  expect(login.of("dotenv")?.finding).toBe("absent");
});

test("a folder whose name only lacks its slash is looked into, and no further", async () => {
  const foreign = "<title>Apache Tomcat 10 (10.1.60) - Documentation Index</title>";
  const slashed = (page: string) => (path: string) =>
    path === "/docs"
      ? { status: 302, headers: "Location: /docs/\r\n" }
      : path === "/docs/"
        ? { status: 200, body: page }
        : { status: 404 };
  const expected = contentProofs.find((it) => it.path === "/docs")?.id ?? "";
  const found = await look(slashed(foreign));
  expect(found.of(expected)).toMatchObject({ path: "/docs/", status: 200, finding: "absent" });
  const browser = '<title>Shop - Swagger UI</title><div id="swagger-ui"></div><script>SwaggerUIBundle({})</script>';
  expect((await look(slashed(browser))).of(expected)).toMatchObject({ path: "/docs/", finding: "proven" });
  const endless = await look((path) => ({ status: 302, headers: `Location: ${path}/\r\n` }));
  expect(endless.of(expected)?.trouble?.message).toBe(
    "/docs/ answered 302 and sends on to /docs//, which was not looked at",
  );
});

test("no two things have the same name", () => {
  const ids = contentProofs.map((it) => it.id);
  expect(new Set(ids).size).toBe(ids.length);
});
