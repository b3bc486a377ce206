import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { controls } from "../src/controls/registry.ts";
import { makeLeaf } from "./bed/certificates.ts";
import { requireProgram } from "./bed/program.ts";
import { runFolder } from "./bed/run-folder.ts";

/** The lines of a remedy that are configuration, without what is said around them. */
const settings = (remedy: string, line: RegExp) => remedy.split("\n").filter((it) => line.test(it));

const modules = ["mpm_event", "authz_core", "headers", "ssl", "socache_shmcb"]
  .map((it) => `LoadModule ${it}_module /usr/lib/apache2/modules/mod_${it}.so`)
  .join("\n");

/** For each server: which lines are configuration, a file that they stand in, and how to have that file checked. */
const servers = {
  nginx: {
    program: "nginx",
    line: /^(?:ssl_\w+|add_header) .*;$/,
    file: (lines: readonly string[], folder: string, { key, chain }: ReturnType<typeof makeLeaf>) => `
pid ${folder}/nginx.pid; error_log stderr; events {}
http { access_log off; server { listen 127.0.0.1:65535 ssl; ssl_certificate ${chain}; ssl_certificate_key ${key};
${lines.join("\n")}
} }
`,
    check: (file: string, folder: string) => ["-t", "-e", "stderr", "-p", folder, "-c", file],
  },
  apache: {
    program: "apache2",
    line: /^(?:SSL(?!Certificate)\w+|Header) /,
    file: (lines: readonly string[], folder: string, { key, chain }: ReturnType<typeof makeLeaf>) => `
ServerRoot ${folder}
ServerName www.example.com
PidFile ${folder}/apache.pid
ErrorLog /dev/stderr
Listen 127.0.0.1:65535
${modules}
SSLEngine on
SSLCertificateFile ${chain}
SSLCertificateKeyFile ${key}
${lines.join("\n").replaceAll("/var/run/apache2", folder)}
`,
    check: (file: string) => ["-t", "-f", file],
  },
  haproxy: {
    program: "haproxy",
    line: /^(?:ssl-default-|http-after-response )/,
    file: (lines: readonly string[], _: string, { pem }: { readonly pem: string }) => `
global
${lines.filter((it) => it.startsWith("ssl-")).join("\n")}
defaults
  mode http
  timeout client 1s
  timeout server 1s
  timeout connect 1s
frontend site
  bind 127.0.0.1:65535 ssl crt ${pem}
${lines.filter((it) => !it.startsWith("ssl-")).join("\n")}
`,
    check: (file: string) => ["-c", "-f", file],
  },
} as const;

const aboutTls = controls.filter((it) => it.observes.some((kind) => kind.startsWith("tls-")));

for (const [product, server] of Object.entries(servers) as [keyof typeof servers, (typeof servers)["nginx"]][]) {
  const program = requireProgram(server.program);
  describe.skipIf(program === undefined)(`${product} takes the settings against TLS findings`, () => {
    const wanted = aboutTls.flatMap(({ id, remedy }) => {
      const lines = settings(remedy[product] ?? "", server.line);
      return lines.length === 0 ? [] : [[id, lines] as const];
    });
    test.each(wanted)("of %s", (_, lines) => {
      const folder = runFolder(product);
      const leaf = makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] });
      const pem = join(folder, "whole.pem");
      writeFileSync(pem, readFileSync(leaf.chain, "utf8") + readFileSync(leaf.key, "utf8"));
      const file = join(folder, "server.conf");
      writeFileSync(file, server.file(lines, folder, { ...leaf, pem } as ReturnType<typeof makeLeaf>));
      const checked = spawnSync(program ?? "", server.check(file, folder), { encoding: "utf8" });
      expect(checked.status, `${checked.stdout}${checked.stderr}\n${lines.join("\n")}`).toBe(0);
    });
    test("are there at all", () => expect(wanted.length).toBeGreaterThanOrEqual(4));
  });
}
