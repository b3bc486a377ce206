import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { agreements, refusals, type StartTlsScript, startScriptedServer } from "../../../test/bed/start-tls-server.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { enumerate } from "./enumeration/enumerate.ts";
import { openTarget } from "./open-target.ts";
import type { StartTls } from "./start-tls.ts";
import { type Step, startTlsDialogs } from "./start-tls-dialogs.ts";
import { isTrouble } from "./target.ts";

async function lookAt(kind: StartTls, script: StartTlsScript) {
  const server = await startScriptedServer(script, makeLeaf({ key: "ec-256", names: ["DNS:www.example.com"] }));
  const target = openTarget({
    address: endpointAddress(`tls://www.example.com:${server.port}`, `127.0.0.1:${server.port}`),
    startTls: kind,
    maxConnections: 200,
    maxBytes: 10_000_000,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    now: () => new Date(),
  });
  const found = await enumerate(target);
  await server.stop();
  return found;
}

describe.skipIf(!testbedHas("openssl"))("after STARTTLS", () => {
  test.each(Object.entries(agreements) as [StartTls, StartTlsScript][])(
    "for %s the server is looked at like any",
    async (kind, script) => {
      const found = await lookAt(kind, script);
      if (isTrouble(found)) throw new Error(found.message);
      const offered = found.versions.filter((it) => it.offered).map((it) => it.version);
      expect(offered).toEqual(["TLSv1.2", "TLSv1.3"]);
    },
  );

  test.each(Object.entries(refusals) as [StartTls, StartTlsScript][])(
    "that a %s server refuses, nothing is told but that",
    async (kind, script) => {
      expect(await lookAt(kind, script)).toMatchObject({ kind: "unsupported", message: expect.stringContaining(kind) });
    },
  );
});

test("garbled answers of such servers are agreement, refusal or too little, and never throw: 10,000 of each protocol", () => {
  for (const [kind, { greeting = "", turns }] of Object.entries(agreements) as [StartTls, StartTlsScript][]) {
    const said = [greeting, ...turns.map(([, answer]) => answer)].filter((it) => it !== "");
    const steps: readonly Step[] = startTlsDialogs[kind];
    const seen = new Set<string>();
    const cut = fc.record({ at: fc.nat(100), drop: fc.nat(5), insert: fc.uint8Array({ maxLength: 20 }) });
    fc.assert(
      fc.property(fc.constantFrom(...said), fc.array(cut, { maxLength: 4 }), fc.nat(9), (text, cuts, which) => {
        const garbled = cuts.reduce(
          (it, { at, drop, insert }) => Buffer.concat([it.subarray(0, at), insert, it.subarray(at + drop)]),
          Buffer.from(text, "latin1"),
        );
        seen.add(steps[which % steps.length]?.hear(garbled) ?? "none");
      }),
      { numRuns: 10_000 },
    );
    expect([kind, [...seen].filter((it) => !["agreed", "refused", "more"].includes(it))]).toEqual([kind, []]);
    expect([kind, seen.has("agreed"), seen.size > 1]).toEqual([kind, true, true]);
  }
});
