import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import { hostSchema } from "../../estate/schema.ts";
import { factSchemas } from "../fact-kinds.ts";
import { neighbourhoodProbe, type Surroundings } from "./probe.ts";
import { readTrouble } from "./read-trouble.ts";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = runFolder("neighbourhood");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function look(surroundings: Surroundings) {
  const subject = { id: "host:here", kind: "host", name: "here", systems: [], declared: hostSchema.parse({}) } as const;
  const empty = runFolder("nothing");
  const places = { folder: empty, home: empty, etc: empty, sockets: [], dockerHost: "", ...surroundings };
  const [told] = await neighbourhoodProbe(places).observe(subject, probeContext());
  return factSchemas["host-neighbourhood"].parse(told && "facts" in told ? told.facts : told);
}

test("Dockerfiles and compose files are found by name, not in what is skipped, and not through links", async () => {
  const files = [
    ...[
      "Dockerfile",
      "api/Containerfile",
      "api/web.Dockerfile",
      "a/b/c/d/Dockerfile",
      "compose.yaml",
      "x/docker-compose.override.yml",
    ],
    ...["a/b/c/d/e/Dockerfile", "node_modules/x/Dockerfile", ".git/Dockerfile", "Dockerfile.md", "my-compose.yaml"],
  ];
  const folder = folderWith(Object.fromEntries(files.map((file) => [file, ""])));
  symlinkSync(folder, join(folder, "loop"));
  const facts = await look({ folder });
  expect(facts.dockerfiles).toEqual(["Dockerfile", "api/Containerfile", "api/web.Dockerfile", "a/b/c/d/Dockerfile"]);
  expect(facts.composeFiles).toEqual(["compose.yaml", "x/docker-compose.override.yml"]);
});

test("a folder of very many entries is not searched to its end, and that is said", async () => {
  const folder = folderWith(Object.fromEntries(Array.from({ length: 2100 }, (_, at) => [`deep/${at}`, ""])));
  writeFileSync(join(folder, "Dockerfile"), "");
  expect(await look({ folder })).toMatchObject({ dockerfiles: ["Dockerfile"], searchedWhole: false });
  expect(await look({ folder: folderWith({ Dockerfile: "" }) })).toMatchObject({ searchedWhole: true });
});

test("configured sites and SSH hosts are read from where they usually are", async () => {
  const etc = folderWith({
    "nginx/sites-enabled/shop": "server { listen 443 ssl; server_name shop.example.com; }",
    "nginx/sites-enabled/.hidden": "server { listen 1; }",
    "apache2/sites-enabled/a.conf": "<VirtualHost *:8080>\nServerName a.example.com\n</VirtualHost>",
    "haproxy/haproxy.cfg": "frontend f\n bind :8443 ssl\n",
  });
  const facts = await look({ etc, home: folderWith({ ".ssh/config": "Host web1\n  Hostname 192.0.2.1\n" }) });
  expect(facts.sites.map((it) => [it.product, ...it.names, it.listens[0]?.port])).toEqual([
    ["nginx", "shop.example.com", 443],
    ["apache", "a.example.com", 8080],
    ["haproxy", 8443],
  ]);
  expect(facts.sshHosts).toEqual([{ name: "web1", hostName: "192.0.2.1" }]);
  expect(facts.troubles).toEqual([]);
});

test("what is there and can't be read is named", async () => {
  const etc = folderWith({ "nginx/nginx.conf": "x".repeat(300_000) });
  expect((await look({ etc })).troubles).toMatchObject([{ kind: "budget" }]);
});

test("a folder that isn't there is trouble, not an empty one", async () => {
  const facts = await look({ folder: "/nonexistent/folder" });
  expect(facts).toMatchObject({ searchedWhole: false, troubles: [{ kind: "unreachable" }] });
});

test("a missing permission is named with what to grant; a mistake of ours is not taken for one", () => {
  const denied = Object.assign(new Error("no"), { code: "EACCES" });
  expect(readTrouble(denied, "/srv/x")).toMatchObject({
    kind: "denied",
    wouldVerify: expect.stringContaining("/srv/x"),
  });
  expect(() => readTrouble(new TypeError("x is undefined"), "/srv/x")).toThrow(TypeError);
});

test("an engine elsewhere is told and not asked, without its password", async () => {
  const { engines } = await look({ dockerHost: "tcp://ada:secret@192.0.2.1:2376" });
  expect(engines).toMatchObject([{ socket: "tcp://ada:***@192.0.2.1:2376", trouble: { kind: "unsupported" } }]);
});
