import { describe, expect, test } from "vitest";
import { startHostileServer } from "../../../../test/bed/hostile-server.ts";
import { probeContext } from "../../../../test/bed/observe.ts";
import { phpFpmProgram, startPhpFpm } from "../../../../test/bed/php-fpm.ts";
import { startPlainApache } from "../../../../test/bed/plain-apache.ts";
import { startPlainNginx } from "../../../../test/bed/plain-nginx.ts";
import { testbedHas } from "../../../../test/bed/program.ts";
import { webRoot } from "../../../../test/bed/web-root.ts";
import { endpointAddress } from "../../../transports/endpoint-address.ts";
import { HttpClient } from "../client.ts";
import { Spending } from "../spending.ts";
import { handledExtensions, tryHandlers } from "./try-handlers.ts";

/** What is told of the handlers of the server at that port. */
async function handlersAt(port: number) {
  const context = probeContext();
  const spending = new Spending(context.budget, context.signal);
  const client = new HttpClient(endpointAddress(`http://127.0.0.1:${port}/`), spending);
  const { facts, replies } = await tryHandlers(client, context.random);
  client.close();
  expect(replies.length).toBeLessThanOrEqual(60);
  expect(facts.trials.map((it) => it.extension)).toEqual(handledExtensions);
  const of = (finding: string) => facts.trials.filter((it) => it.finding === finding).map((it) => it.extension);
  return { facts, of, handled: of("handled") };
}

/** What is told of a server that answers so. */
async function answering(answer: (path: string, method: string) => { status: number; head?: string; body?: string }) {
  const server = await startHostileServer((socket, request) => {
    const [method = "", path = ""] = request.split(" ");
    const { status, head = "", body = "" } = answer(path, method);
    if (status === 0) socket.destroy();
    else socket.write(`HTTP/1.1 ${status} Told\r\n${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
  const told = await handlersAt(server.port);
  await server.stop();
  return told;
}

const root = () => webRoot({ "index.html": "<h1>Shop</h1>" });
const page = "<!doctype html><title>Shop</title><h1>Shop</h1>";

describe.skipIf(!testbedHas("nginx") || phpFpmProgram() === undefined)("nginx before PHP-FPM", () => {
  const fastcgi = (port: number, more = "") =>
    `fastcgi_pass 127.0.0.1:${port}; fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
     fastcgi_param REQUEST_METHOD $request_method; ${more}`;

  test("shows the handler of PHP, and none else", async () => {
    const fpm = await startPhpFpm();
    const server = await startPlainNginx(`root ${root()};\nlocation ~ \\.php$ { ${fastcgi(fpm.port)} }`);
    const { facts, handled } = await handlersAt(server.port);
    expect(handled).toEqual([".php"]);
    expect(facts.trials[0]).toMatchObject({ status: 404, shown: expect.stringMatching(/PHP/) });
    expect(facts.baseline).toEqual([404, 404, 404, 404]);
    await server.stop();
    await fpm.stop();
  });

  test("shows it behind a single-page application, too, and when PHP-FPM is gone", async () => {
    const fpm = await startPhpFpm();
    const server = await startPlainNginx(
      `root ${root()};\nlocation / { try_files $uri /index.html; }\nlocation ~ \\.php$ { ${fastcgi(fpm.port)} }`,
    );
    expect((await handlersAt(server.port)).handled).toEqual([".php"]);
    await fpm.stop();
    const { facts, handled } = await handlersAt(server.port);
    expect(handled).toEqual([".php"]);
    expect(facts.trials[0]).toMatchObject({ status: 502, shown: "502 instead of 200" });
    await server.stop();
  });

  test.each([["deny all;"], ["return 404;"], ["return 403;"]])(
    "and a rule that says %s in its place is none",
    async (rule) => {
      const server = await startPlainNginx(`root ${root()};\nlocation ~ \\.(php|cgi)$ { ${rule} }`);
      expect((await handlersAt(server.port)).handled).toEqual([]);
      await server.stop();
    },
  );
});

describe.skipIf(!testbedHas("apache2"))("Apache", () => {
  const folder = (more: string) => {
    const at = root();
    return `DocumentRoot ${at}\n<Directory ${at}>\n  Require all granted\n${more}\n</Directory>`;
  };

  test("without handlers shows none", async () => {
    const server = await startPlainApache([], folder(""));
    const { facts, of } = await handlersAt(server.port);
    expect(of("unhandled")).toEqual(handledExtensions);
    expect(facts.methodTellsApart).toBe(true);
    await server.stop();
  });

  test("with CGI shows it although its error page is the server's own", async () => {
    const server = await startPlainApache(["cgid"], folder("  Options ExecCGI\n  AddHandler cgi-script .cgi .pl"));
    const { facts, handled } = await handlersAt(server.port);
    expect(handled).toEqual([".cgi", ".pl"]);
    expect(facts.trials.find((it) => it.extension === ".cgi")?.shown).toContain("an unknown method");
    await server.stop();
  });

  test("with CGI that is mapped but not allowed refuses it", async () => {
    const server = await startPlainApache(["cgid"], folder("  AddHandler cgi-script .cgi"));
    const { handled, of } = await handlersAt(server.port);
    expect([handled, of("refused")]).toEqual([[], [".cgi"]]);
    await server.stop();
  });

  test("that refuses names refuses them, and one that says 404 by a rule can't be told from a handler", async () => {
    const refusing = await startPlainApache(
      [],
      folder('  <FilesMatch "\\.php$">\n    Require all denied\n  </FilesMatch>'),
    );
    expect((await handlersAt(refusing.port)).of("refused")).toEqual([".php"]);
    await refusing.stop();
    const ruled = await startPlainApache(["rewrite"], folder("  RewriteEngine On\n  RewriteRule \\.php$ - [R=404]"));
    const { facts, handled } = await handlersAt(ruled.port);
    expect(handled).toEqual([]);
    expect(facts.trials[0]?.trouble).toMatchObject({ kind: "unsupported", message: expect.stringContaining(".php") });
    await ruled.stop();
  });

  test.skipIf(phpFpmProgram() === undefined)("before PHP-FPM shows the handler of PHP", async () => {
    const fpm = await startPhpFpm();
    const map = `  <FilesMatch "\\.php$">\n    SetHandler "proxy:fcgi://127.0.0.1:${fpm.port}"\n  </FilesMatch>`;
    const server = await startPlainApache(["proxy", "proxy_fcgi"], folder(map));
    expect((await handlersAt(server.port)).handled).toEqual([".php"]);
    await server.stop();
    await fpm.stop();
  });
});

describe("a server", () => {
  test("whose error page differs each time shows no handler", async () => {
    const words = () => Array.from({ length: 20 }, () => Math.random().toString(36).replace(/\d/g, ""));
    const { handled } = await answering((path) => ({ status: 404, body: `No ${path}: try ${words().join(" ")}` }));
    expect(handled).toEqual([]);
  });

  test("that answers everything with its application shows no handler", async () => {
    expect((await answering(() => ({ status: 200, head: "Content-Type: text/html\r\n", body: page }))).handled).toEqual(
      [],
    );
  });

  test("whose JSP engine has an error page of nearly the same words shows it", async () => {
    const error = (text: string) => `<html><style>${"body {color: black} ".repeat(60)}</style><p>${text}</p></html>`;
    const { handled } = await answering((path) => ({
      status: 404,
      body: error(
        path.endsWith(".jsp") ? `JSP file [${path}] not found` : `The requested resource [${path}] is not available`,
      ),
    }));
    expect(handled).toEqual([".jsp"]);
  });

  test("that adds a header field for one type only shows its handler", async () => {
    const { facts } = await answering((path) => ({
      status: 404,
      head: path.endsWith(".aspx") ? "X-AspNet-Version: 4.0.30319\r\n" : "",
    }));
    expect(facts.trials.filter((it) => it.finding === "handled")).toMatchObject([
      { extension: ".aspx", shown: "X-AspNet-Version" },
    ]);
  });

  test("that closes the connection for a type refuses it", async () => {
    expect((await answering((path) => ({ status: path.endsWith(".php") ? 0 : 404 }))).of("refused")).toEqual([".php"]);
  });

  test("that is too busy leaves everything open", async () => {
    const { facts } = await answering(() => ({ status: 429 }));
    expect(facts.trials.every((it) => it.finding === undefined && it.trouble?.kind === "refused")).toBe(true);
  });
});
