import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { recordedFacts } from "./recorded-facts.ts";
import { versionOf, webServers } from "./web-servers.ts";

const folder = join(import.meta.dirname, "../fixtures/facts");

for (const { product, program, start } of webServers) {
  const version = versionOf(program);
  const recorded = (variant: string, fact: string) => join(folder, `${product}-${version}-${variant}-${fact}.json`);
  describe.skipIf(!existsSync(recorded("bad", "http-answers")))(`the recordings of ${product} ${version}`, () => {
    test.each(["bad", "good"] as const)("are what the %s server still tells", async (variant) => {
      const server = await start({ variant });
      try {
        for (const [fact, facts] of await recordedFacts(server))
          expect(facts, fact).toEqual(JSON.parse(readFileSync(recorded(variant, fact), "utf8")));
      } finally {
        await server.stop();
      }
    });
  });
}
