import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { hostSchema } from "../../src/estate/schema.ts";
import { factSchemas } from "../../src/probes/fact-kinds.ts";
import webConfiguration from "../../src/probes/web-configuration/probe.ts";
import type { Daemon } from "../bed/daemon.ts";
import { freePort } from "../bed/free-port.ts";
import { startHaproxy } from "../bed/haproxy.ts";
import { probeContext } from "../bed/observe.ts";
import { onlyProcess } from "../bed/only-process.ts";
import { startPlainApache } from "../bed/plain-apache.ts";
import { startPlainNginx } from "../bed/plain-nginx.ts";
import { testbedHas } from "../bed/program.ts";
import { runFolder } from "../bed/run-folder.ts";
import { judgeCase } from "../control-cases.ts";
import { applied, frontProducts, without } from "./applied.ts";
import { commandsOf, mended } from "./mended.ts";

/** A server with every fault of its configuration that the controls know. */
interface Faulty {
  readonly program: string;
  /** Its port of every address: what is open on the loopback interface only need not be open to anybody. */
  readonly settings: (folder: string, port: number) => readonly string[];
  readonly problems: readonly string[];
  readonly start: (settings: readonly string[], disabled: readonly string[]) => Promise<Daemon>;
}

const apacheModules = ["alias", "authz_host", "autoindex", "status", "cgid", "include"];

const faults = {
  nginx: {
    program: "nginx",
    settings: (folder, port) => [
      `listen ${port};`,
      `root ${folder};`,
      "autoindex on;",
      "ssi on;",
      "location ~ \\.php$ {\n  fastcgi_pass 127.0.0.1:9;\n}",
      "location = /nginx_status {\n  stub_status;\n}",
      `location /files {\n  alias ${folder}/files/;\n}`,
    ],
    problems: ["alias-traversal", "handler", "listing", "status-page"],
    start: (settings) => startPlainNginx(settings.join("\n")),
  },
  apache: {
    program: "apache2",
    settings: (folder, port) => [
      `Listen ${port}`,
      `DocumentRoot ${folder}`,
      `<Directory ${folder}>\n  Options +Indexes\n  Require all granted\n</Directory>`,
      "<Location /server-status>\n  SetHandler server-status\n</Location>",
      "AddHandler cgi-script .cgi .pl",
      "AddOutputFilter INCLUDES .shtml",
    ],
    problems: ["handler", "listing", "module", "status-page"],
    start: (settings, disabled) =>
      startPlainApache(
        apacheModules.filter((it) => !disabled.includes(it)),
        settings.join("\n"),
      ),
  },
  haproxy: {
    program: "haproxy",
    settings: (_, port) => [`bind :${port}`, "stats enable", "stats uri /stats"],
    problems: ["status-page"],
    start: (settings) => startHaproxy(`\n  ${settings.join("\n  ")}`),
  },
} as const satisfies Readonly<Record<string, Faulty>>;

async function judged(starting: Promise<Daemon>) {
  const server = await starting;
  const head = { id: "host:here", kind: "host", name: "here", systems: [] } as const;
  const context = { ...probeContext(), transport: onlyProcess(server.pid) };
  const [told] = await webConfiguration.observe({ ...head, declared: hostSchema.parse({}) }, context);
  await server.stop();
  if (told === undefined || "trouble" in told) throw new Error(JSON.stringify(told));
  const facts = factSchemas["host-web-servers"].parse(told.facts);
  expect(facts.servers).toHaveLength(1);
  const observed = { "host-web-servers": { facts } };
  const system = { technology: ["static"] };
  return applied.configurations.map((it) => {
    const outcome = judgeCase(it, { why: "", system, observed, expect: { outcome: "holds" } });
    const problems = "problems" in outcome ? outcome.problems.map(({ id }) => id) : [];
    return { outcome, problems: [...new Set(problems)].toSorted() };
  });
}

test("there are faults for every product that has a remedy", () => {
  for (const { id } of applied.configurations)
    expect(Object.keys(faults)).toEqual(frontProducts.filter((it) => without[id]?.[it] === undefined));
});

const isRoot = process.getuid?.() === 0;

describe.each(Object.entries(faults))(
  "the configuration of %s",
  (product, { program, settings, problems, start }: Faulty) => {
    test.skipIf(!isRoot || !testbedHas(program))("fails, and holds by the remedy", async () => {
      const folder = runFolder("site");
      mkdirSync(join(folder, "files"));
      const bad = settings(folder, await freePort());
      for (const before of await judged(start(bad, []))) expect(before.problems).toEqual(problems);
      for (const [at, { remedy }] of applied.configurations.entries()) {
        const text = (remedy[product as keyof typeof remedy] ?? "").replaceAll("/srv/files", join(folder, "files"));
        const disabled = commandsOf(text).flatMap((it) => /^a2dismod -f (.*)$/.exec(it)?.[1]?.split(" ") ?? []);
        const after = await judged(start(mended(bad, text), disabled));
        expect(after[at]?.outcome).toMatchObject({ outcome: "holds" });
      }
    });
  },
);
