import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import downloads from "../../src/controls/hardening/downloads-attached/control.ts";
import type { Daemon } from "../bed/daemon.ts";
import { startPlainApache } from "../bed/plain-apache.ts";
import { startPlainNginx } from "../bed/plain-nginx.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { webRoot } from "../bed/web-root.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const upload = `<script>alert("brought by a user")</script>${"x".repeat(300_000)}`;
const files = { "index.html": "<h1>Shop</h1>", "files/1.html": upload };

/** Each server with settings of its site. */
const servers: readonly (readonly [
  string,
  string,
  (settings: string) => Promise<Daemon & { readonly port: number }>,
])[] = [
  ["nginx", "nginx", (settings) => startPlainNginx(`    root ${webRoot(files)};\n${settings}`)],
  [
    "apache",
    "apache2",
    (settings) =>
      startPlainApache(
        ["headers"],
        `DocumentRoot ${webRoot(files)}\n<Location />\nRequire all granted\n</Location>\n${settings}`,
      ),
  ],
];

async function checked(port: number, declared: string) {
  const estate = `
estate: test-bed
environments:
  production: { kind: production }
systems:
  site: { environment: production, criticality: high, exposure: external, endpoints: [site] }
endpoints:
  site: { url: "http://127.0.0.1:${port}/"${declared} }
`;
  const recording = join(runFolder("recording"), "observations.json");
  const args = ["check", written("estate.yaml", estate), "--format", "json", "--only", "HAR-4", "--record", recording];
  const ran = await holdfast(args);
  const report: JsonReport = JSON.parse(ran.stdout);
  return {
    everything: ran.stdout + readFileSync(recording, "utf8"),
    problems: report.findings.filter((it) => it.control === downloads.id).map((it) => it.problem),
    unknowns: report.unknowns.filter((it) => it.control === downloads.id),
  };
}

describe.each(servers.filter(([, program]) => testbedHas(program)))("%s", (product, _program, start) => {
  test("as it came opens what users brought in place, and gives it out as attachments once mended", async () => {
    const bad = await start("");
    try {
      const { problems, everything } = await checked(bad.port, ", downloads: [/files/1.html]");
      expect(problems).toEqual([
        "the file /files/1.html: no Content-Disposition, so that a browser opens it in place",
        "the file /files/1.html: no X-Download-Options: noopen",
        "the file /files/1.html: no X-Content-Type-Options: nosniff",
      ]);
      expect(everything, "what a user brought stays out of reports and recordings").not.toContain("brought by a user");
    } finally {
      await bad.stop();
    }
    const remedy = downloads.remedy[product as "nginx" | "apache"] ?? "";
    const good = await start(remedy);
    try {
      const told = await checked(good.port, ", downloads: [/files/1.html]");
      expect([told.problems, told.unknowns]).toEqual([[], []]);
    } finally {
      await good.stop();
    }
  });

  test("is not told to be right where nothing, or nothing that is there, is declared", async () => {
    const server = await start("");
    try {
      expect((await checked(server.port, "")).unknowns).toMatchObject([
        { wouldVerify: expect.stringContaining("downloads: [/files/1]") },
      ]);
      expect((await checked(server.port, ", downloads: [/files/none]")).unknowns).toMatchObject([
        { reason: expect.stringContaining("answers 404, which is no file") },
      ]);
    } finally {
      await server.stop();
    }
  });
});
