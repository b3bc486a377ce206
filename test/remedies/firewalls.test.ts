import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import gateway from "../../src/probes/gateway/probe.ts";
import type { Daemon } from "../bed/daemon.ts";
import { hasModsecurity } from "../bed/modsecurity.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { startPlainApache } from "../bed/plain-apache.ts";
import { startPlainNginx } from "../bed/plain-nginx.ts";
import { testbedHas, testbedHasFile } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { ownPages, webRoot } from "../bed/web-root.ts";
import { judgeCase } from "../control-cases.ts";
import { applied, frontProducts, without } from "./applied.ts";
import { commandsOf, mended } from "./mended.ts";

const nginxModule = "/usr/lib/nginx/modules/ngx_http_modsecurity_module.so";
const nginxFiles = ["modsecurity.conf", "modsecurity_includes.conf", "unicode.mapping"].map((it) => `/etc/nginx/${it}`);

async function judged(starting: Promise<Daemon & { readonly port: number }>) {
  const server = await starting;
  const declared = { url: `http://localhost:${server.port}/`, connect: "127.0.0.1", firewall: true };
  const told = (await gateway.observe(endpointSubject(declared), probeContext())).find(
    (it) => it.fact === "http-firewall",
  );
  await server.stop();
  if (told === undefined || !("facts" in told)) throw new Error(JSON.stringify(told));
  const observed = { "http-firewall": { facts: told.facts } };
  return applied.firewalls.map((it) => judgeCase(it, { why: "", declared, observed, expect: { outcome: "holds" } }));
}

const all = (outcome: string) => applied.firewalls.map(() => ({ outcome }));

test("only these two have a remedy", () => {
  for (const { id } of applied.firewalls)
    expect(frontProducts.filter((it) => without[id]?.[it] === undefined)).toEqual(["nginx", "apache"]);
});

describe("a firewall that only detects blocks by the remedy", () => {
  test.skipIf(!hasModsecurity())("in Apache", async () => {
    const folder = runFolder("modsecurity");
    const root = webRoot(ownPages);
    const start = (settings: readonly string[]) => startPlainApache(["unique_id", "security2"], settings.join("\n"));
    const site = [
      "DirectoryIndex index.html",
      `DocumentRoot ${root}`,
      `<Directory ${root}>\nRequire all granted\n</Directory>`,
    ];
    const own = [`SecTmpDir ${folder}`, `SecDataDir ${folder}`, "Include /usr/share/modsecurity-crs/owasp-crs.load"];
    const bad = [...site, ...own, "SecRuleEngine DetectionOnly"];
    expect(await judged(start(bad))).toMatchObject(all("fails"));
    for (const { remedy } of applied.firewalls)
      expect(await judged(start(mended(bad, remedy.apache ?? "")))).toMatchObject(all("holds"));
  });

  const hasModule = testbedHas("nginx") && [nginxModule, ...nginxFiles].every(testbedHasFile);
  test.skipIf(!hasModsecurity() || !hasModule)("in nginx", async () => {
    const folder = runFolder("modsecurity");
    for (const file of nginxFiles) copyFileSync(file, join(folder, basename(file)));
    // What it would log belongs to this test alone.
    execFileSync("sed", ["-i", `s#/var/log/nginx#${folder}#`, join(folder, "modsecurity.conf")]);
    const load = `load_module ${nginxModule};`;
    const start = (settings: readonly string[]) => startPlainNginx(settings.join("\n"), "", load);
    const bad = [
      `root ${webRoot(ownPages)};`,
      "modsecurity on;",
      `modsecurity_rules_file ${folder}/modsecurity_includes.conf;`,
    ];
    expect(await judged(start(bad))).toMatchObject(all("fails"));
    for (const { remedy } of applied.firewalls) {
      const placed = (remedy.nginx ?? "").replaceAll("/etc/nginx", folder);
      for (const command of commandsOf(placed)) execFileSync("/bin/sh", ["-c", command]);
      expect(await judged(start(mended(bad, placed)))).toMatchObject(all("holds"));
    }
  });
});
