import { chmodSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { startDaemon } from "../../../test/bed/daemon.ts";
import { freePort } from "../../../test/bed/free-port.ts";
import { startHostileServer } from "../../../test/bed/hostile-server.ts";
import { factsOf } from "../../../test/bed/http-told.ts";
import { endpointSubject, probeContext } from "../../../test/bed/observe.ts";
import { requireProgram, testbedHas } from "../../../test/bed/program.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { ownPages, webRoot } from "../../../test/bed/web-root.ts";
import http from "./probe.ts";

const modules = ["mpm_event", "authz_core", "dir", "mime", "dav", "dav_fs"];

/** Apache that lets everybody write what they want. */
async function startDav() {
  const port = await freePort();
  const folder = runFolder("dav");
  const root = webRoot(ownPages);
  for (const it of [folder, root]) chmodSync(it, 0o777);
  const file = join(folder, "apache.conf");
  writeFileSync(
    file,
    `ServerRoot ${folder}
ServerName www.example.com
PidFile ${folder}/apache.pid
Mutex file:${folder}
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
StartServers 1
${modules.map((it) => `LoadModule ${it}_module /usr/lib/apache2/modules/mod_${it}.so`).join("\n")}
User www-data
Group www-data
TypesConfig /etc/mime.types
DirectoryIndex index.html
DocumentRoot ${root}
DavLockDB ${folder}/locks
<Directory ${root}>
  Dav On
  Require all granted
</Directory>
`,
  );
  const daemon = await startDaemon(requireProgram("apache2") ?? "", ["-f", file, "-DFOREGROUND"], [port]);
  return { ...daemon, port, root };
}

const written = (method: string) => ["PUT", "DELETE", "PATCH"].includes(method);

describe("methods that write", () => {
  test.skipIf(!testbedHas("apache2"))(
    "change nothing on a server that takes them from everybody, and show that it does",
    async () => {
      const server = await startDav();
      const put = await fetch(`http://127.0.0.1:${server.port}/new.txt`, { method: "PUT", body: "x" });
      expect(put.status).toBe(201);
      const before = readdirSync(server.root, { recursive: true }).sort();
      const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/` }), probeContext());
      expect(readdirSync(server.root, { recursive: true }).sort()).toEqual(before);
      const statusesOf = (method: string) =>
        factsOf(told, "http-methods").trials.flatMap((it) => (it.method === method ? [it.status] : []));
      expect(statusesOf("PROPFIND")).toEqual([405, 404]);
      expect([[409], [412]]).toContainEqual(statusesOf("PUT"));
      await server.stop();
    },
  );

  test("have no body, a condition that nothing meets, and a folder that is not there", async () => {
    const asked: string[] = [];
    const server = await startHostileServer((socket, request) => {
      asked.push(request);
      socket.write("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n");
    });
    await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/` }), probeContext());
    const writing = asked.filter((it) => written(it.split(" ")[0] ?? ""));
    expect(writing).toHaveLength(3);
    for (const request of writing) {
      expect(request).toMatch(/^[A-Z]+ \/[0-9a-f]{16}\/[0-9a-f]{16}\/ HTTP\/1\.1\r\n/);
      expect(request).toMatch(/\r\nIf-Match: "[0-9a-f]{16}"\r\n/);
      expect(request).toMatch(/\r\nContent-Length: 0\r\n.*\r\n\r\n$/s);
    }
    const connects = asked.filter((it) => it.startsWith("CONNECT ")).map((it) => it.split(" ")[1]);
    expect(connects).toEqual(["holdfast.invalid:443", `127.0.0.1:${server.port}`]);
    await server.stop();
  });

  test("are not tried where the estate declares them", async () => {
    const asked: string[] = [];
    const server = await startHostileServer((socket, request) => {
      asked.push(request.split(" ")[0] ?? "");
      socket.write("HTTP/1.1 405 No\r\nContent-Length: 0\r\n\r\n");
    });
    const methods = ["GET", "put", "DELETE", "PATCH", "PROPFIND"];
    await http.observe(endpointSubject({ url: `http://127.0.0.1:${server.port}/`, methods }), probeContext());
    expect(asked.filter((it) => written(it) || it === "PROPFIND")).toEqual([]);
    await server.stop();
  });
});
