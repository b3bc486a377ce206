import { describe, expect, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { agreements, refusals, type StartTlsScript, startScriptedServer } from "../../../test/bed/start-tls-server.ts";
import { endpointAddress } from "../../transports/endpoint-address.ts";
import { enumerate } from "./enumeration/enumerate.ts";
import { openTarget } from "./open-target.ts";
import type { StartTls } from "./start-tls.ts";
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
