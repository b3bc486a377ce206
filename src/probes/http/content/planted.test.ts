import { describe, expect, test } from "vitest";
import { startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../../test/bed/observe.ts";
import { startPlainNginx } from "../../../../test/bed/plain-nginx.ts";
import { plantedFiles, plantedRoot } from "../../../../test/bed/planted-site.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { endpointAddress } from "../../../transports/endpoint-address.ts";
import { Spending } from "../spending.ts";
import { lookForContent, mostRequests } from "./look-for-content.ts";

/** What is found at a URL that is connected to on that port of this machine. */
async function look(url: string, port: number) {
  const context = probeContext();
  const spending = new Spending(context.budget, context.signal);
  const address = endpointAddress(url, `127.0.0.1:${port}`);
  const { facts } = await lookForContent({ url, address, spending }, context.random);
  expect(facts.spent?.requests).toBeLessThanOrEqual(mostRequests);
  return { facts, found: facts.trials.filter((it) => it.finding === "proven").map((it) => it.path) };
}

describe.skipIf(!testbedHas("nginx") || !testbedHas("git"))("a document root with leftovers", () => {
  const files = plantedFiles();

  test("has every one of them found, and nothing else", async () => {
    expect(Object.keys(files).length).toBeGreaterThanOrEqual(40);
    const server = await startPlainNginx(
      `root ${plantedRoot(files)};
       location = /nginx_status { stub_status; }
       location = /actuator { try_files /actuator/index.json =404; }`,
    );
    const { facts, found } = await look(`http://127.0.0.1:${server.port}/`, server.port);
    const planted = Object.keys(files).map((it) => it.replace(/(?<=manual\/)index.html$|\/index.json$/, ""));
    expect(found.toSorted()).toEqual([...planted, "/nginx_status"].toSorted());
    expect(facts.trials.filter((it) => it.trouble !== undefined)).toEqual([]);
    expect(facts.spent?.connections).toBeLessThanOrEqual(8);
    expect(JSON.stringify(facts)).not.toMatch(/not-a-real-one|Ada|dev@example/);
    await server.stop();
  });

  test("has those found that bear the host's name, and those below the path of the URL", async () => {
    const { "/backup.zip": zip = "", "/.git/HEAD": head = "", "/dump.sql": sql = "" } = files;
    const root = plantedRoot({ "/www.example.com.zip": zip, "/example.sql": sql, "/shop/.git/HEAD": head });
    const server = await startPlainNginx(`root ${root};`);
    const { found } = await look(`http://www.example.com:${server.port}/shop/index.html`, server.port);
    expect(found.toSorted()).toEqual(["/example.sql", "/shop/.git/HEAD", "/www.example.com.zip"]);
    await server.stop();
  });

  test("that is hidden behind one rule has nothing found", async () => {
    const server = await startPlainNginx(`root ${plantedRoot(files)};\nlocation / { return 404; }`);
    expect((await look(`http://127.0.0.1:${server.port}/`, server.port)).found).toEqual([]);
    await server.stop();
  });
});

const shop = (extra = "") =>
  `<!doctype html><html><head><title>Shop</title>${extra}</head><body><div id="root"></div>
<script src="/static/shop.js"></script><pre>DB_HOST=x
ref: refs/heads/main
[core]
CREATE TABLE person (id int);
-- MySQL dump 10
phpinfo() PHP Version swagger-ui "swagger":"2.0"</pre></body></html>`;
const html = "Content-Type: text/html\r\n";
const nonce = () => `<meta name="csrf-token" content="${Math.random()}"><script nonce="${Math.random()}"></script>`;

/** Sites that answer names that do not exist in misleading ways. */
const softSites: Readonly<Record<string, (path: string) => { status: number; head?: string; body: string }>> = {
  "answers every path with the page of an application": () => ({ status: 200, head: html, body: shop(nonce()) }),
  "answers every path with a page and calls it a plain file": () => ({
    ...{ status: 200, head: "Content-Type: text/plain\r\n" },
    body: shop(),
  }),
  "echoes the path as a page": (path) => ({
    ...{ status: 200, head: html },
    body: `<p>Nothing at ${path} ${path.slice(1)}, try ${encodeURIComponent(path)}</p>`,
  }),
  "echoes the path as plain text": (path) => ({
    ...{ status: 200, head: "Content-Type: text/plain\r\n" },
    body: `${path}\nname=${path}\n`,
  }),
  "echoes the path as JSON": (path) => ({
    ...{ status: 200, head: "Content-Type: application/json\r\n" },
    body: JSON.stringify({ path, name: path.slice(1), status: "UP", components: {}, contexts: {}, dependencies: {} }),
  }),
  "answers every path with the same file of settings": () => ({ status: 200, body: "APP_ENV=x\nDB_HOST=y\n" }),
  "answers every path with an archive": () => ({ status: 200, body: "PK\u0003\u0004\u0014\u0000\u0000\u0000\b\u0000" }),
  "redirects everything": (path) => ({ status: 302, head: `Location: https://www.example.com${path}\r\n`, body: "" }),
  "refuses everything with a dot": (path) => ({ status: path.includes(".") ? 403 : 404, body: "Forbidden: no .env" }),
  "asks for a password everywhere": () => ({ status: 401, head: 'WWW-Authenticate: Basic realm="x"\r\n', body: "" }),
};

describe("nothing is found on a site that", () => {
  test.each(Object.keys(softSites))("%s", async (name) => {
    const server = await startHostileServer((socket, request) => {
      const { status, head = "", body } = softSites[name]?.(request.split(" ")[1] ?? "") ?? { status: 404, body: "" };
      socket.write(`HTTP/1.1 ${status} Told\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    });
    const { facts } = await look(`http://127.0.0.1:${server.port}/`, server.port);
    expect(facts.trials.filter((it) => it.finding !== "absent")).toEqual([]);
    await server.stop();
  });
});

test("a server that begins to refuse everything while it is searched has its refusals told as such", async () => {
  let asked = 0;
  const server = await startHostileServer((socket) => {
    asked += 1;
    socket.write(`HTTP/1.1 ${asked > 60 ? 403 : 404} Told\r\nContent-Length: 0\r\n\r\n`);
  });
  const { facts } = await look(`http://127.0.0.1:${server.port}/`, server.port);
  const unseen = facts.trials.filter((it) =>
    it.trouble?.message.includes("answered 403, and so does every other path"),
  );
  expect(unseen.length).toBeGreaterThan(100);
  expect(facts.trials.filter((it) => it.finding === "absent").length).toBeLessThan(80);
  await server.stop();
});
