// Run this file to record anew what the host probe tells root and nobody of the badly run host, of the kinds of fact whose
// names are given.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostSchema } from "../../src/estate/schema.ts";
import type { Subject } from "../../src/estate/subject.ts";
import probe from "../../src/probes/host/probe.ts";
import { localTransport } from "../../src/transports/local.ts";
import { badlyRunHost } from "./badly-run-host.ts";
import { probeContext } from "./observe.ts";
import { sshKey } from "./ssh-host.ts";

const wanted = process.argv.slice(2);
const folder = join(import.meta.dirname, "../fixtures/facts");
const publicKey = (purpose: string) => readFileSync(`${sshKey(purpose)}.pub`, "utf8").trim();

const host = await badlyRunHost({ alice: publicKey("alice"), mallory: publicKey("mallory") });
try {
  for (const [who, id] of [
    ["root", "0"],
    ["nobody", "65534"],
  ] as const) {
    const command = ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups", "/bin/sh", "-s"];
    const transport = localTransport({ command: "nsenter", args: ["-t", String(host.leader), "-a", ...command] });
    const subject = { id: "host:it", kind: "host", name: "it", systems: [], declared: hostSchema.parse({}) };
    const told = await probe.observe(subject as unknown as Subject<never>, { ...probeContext(), transport });
    for (const it of told.filter(({ fact }) => wanted.includes(fact))) {
      const content = "facts" in it ? it.facts : { trouble: it.trouble };
      const file = `debian-12-${who}-${it.fact}.json`;
      writeFileSync(join(folder, file), `${JSON.stringify(content, undefined, 2)}\n`);
      process.stdout.write(`${file}\n`);
    }
  }
} finally {
  await host.stop();
}
