// Run this file to record anew what the probes tell of the servers that are installed here; with the start of a fact's
// name, such as `http-`, only those.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { recordedFacts } from "./recorded-facts.ts";
import { versionOf, webServers } from "./web-servers.ts";

const [wanted = ""] = process.argv.slice(2);
const folder = join(import.meta.dirname, "../fixtures/facts");

for (const { product, program, start } of webServers) {
  const version = versionOf(program);
  if (version === undefined) continue;
  for (const variant of ["bad", "good"] as const) {
    const server = await start({ variant });
    try {
      for (const [fact, facts] of await recordedFacts(server)) {
        if (!fact.startsWith(wanted)) continue;
        const file = `${product}-${version}-${variant}-${fact}.json`;
        writeFileSync(join(folder, file), `${JSON.stringify(facts, undefined, 2)}\n`);
        process.stdout.write(`${file}\n`);
      }
    } finally {
      await server.stop();
    }
  }
}
