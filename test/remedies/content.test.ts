import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Control } from "../../src/controls/control.ts";
import http from "../../src/probes/http/probe.ts";
import { startDaemon } from "../bed/daemon.ts";
import { freePort } from "../bed/free-port.ts";
import { factsOf } from "../bed/http-told.ts";
import { endpointSubject, probeContext } from "../bed/observe.ts";
import { startPlainApache } from "../bed/plain-apache.ts";
import { startPlainNginx } from "../bed/plain-nginx.ts";
import { plantedFiles, plantedRoot } from "../bed/planted-site.ts";
import { requireProgram, testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { judgeCase } from "../control-cases.ts";
import { applied } from "./applied.ts";

const controls: readonly Control[] = applied.content;
/** The text of the remedies; who asks from this machine is let in by some of them, but not here. */
const remediesFor = (product: "nginx" | "apache" | "haproxy" | "caddy") =>
  controls
    .map((it) => it.remedy[product] ?? "")
    .join("\n")
    .replace("allow 127.0.0.1;", "")
    .replace("Require local", "Require all denied");

/** What the controls say of the server at that port. */
async function outcomesAt(port: number) {
  const told = await http.observe(endpointSubject({ url: `http://127.0.0.1:${port}/` }), probeContext());
  const observed = { "http-content": { facts: factsOf(told, "http-content") } };
  const judged = (it: Control) =>
    judgeCase(it, { why: "", declared: { url: `http://127.0.0.1:${port}/` }, observed, expect: { outcome: "holds" } });
  return controls.map((it) => [it.id, judged(it).outcome]);
}
const all = (outcome: string) => controls.map((it) => [it.id, outcome]);

describe.skipIf(!testbedHas("nginx") || !testbedHas("git"))("on a document root full of leftovers", () => {
  const root = plantedRoot(plantedFiles());

  test("every control fails before, and holds once its remedy is in nginx's configuration", async () => {
    const before = await startPlainNginx(`root ${root};`);
    expect(await outcomesAt(before.port)).toEqual(all("fails"));
    const after = await startPlainNginx(`root ${root};\n${remediesFor("nginx")}`);
    expect(await outcomesAt(after.port)).toEqual(all("holds"));
    await after.stop();
    for (const product of ["haproxy", "caddy"] as const) {
      if (!testbedHas(product)) continue;
      const port = await freePort();
      const folder = runFolder(product);
      const file = join(folder, "configuration");
      const text =
        product === "haproxy"
          ? `defaults\n  mode http\n  timeout client 10s\n  timeout server 10s\n  timeout connect 10s\nfrontend site\n  bind 127.0.0.1:${port}\n${remediesFor("haproxy")}\n  default_backend files\nbackend files\n  server nginx 127.0.0.1:${before.port}\n`
          : `{\n  admin off\n  auto_https off\n}\nhttp://127.0.0.1:${port} {\n${remediesFor("caddy")}\nreverse_proxy 127.0.0.1:${before.port}\n}\n`;
      writeFileSync(file, text);
      const args = product === "haproxy" ? ["-q", "-f", file] : ["run", "--adapter", "caddyfile", "--config", file];
      const server = await startDaemon(requireProgram(product) ?? product, args, [port]);
      expect(await outcomesAt(port), product).toEqual(all("holds"));
      await server.stop();
    }
    await before.stop();
  });

  test.skipIf(!testbedHas("apache2"))("and once it is in Apache's", async () => {
    const site = `DocumentRoot ${root}\n<Directory ${root}>\n  Require all granted\n</Directory>\n`;
    const before = await startPlainApache([], site);
    expect(await outcomesAt(before.port)).toEqual(all("fails"));
    await before.stop();
    const after = await startPlainApache([], `${site}${remediesFor("apache")}`);
    expect(await outcomesAt(after.port)).toEqual(all("holds"));
    await after.stop();
  });
});
