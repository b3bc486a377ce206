import { describe, expect, onTestFinished, test } from "vitest";
import { makeLeaf } from "../../../test/bed/certificates.ts";
import { testbedHas } from "../../../test/bed/program.ts";
import { startMutualTlsServer, startTlsServer } from "../../../test/bed/tls-server.ts";
import { converse } from "./converse.ts";

const ask = (port: number) =>
  converse({ host: "127.0.0.1", port }, new AbortController().signal, { totalMs: 15_000, bannerMs: 100 });

describe.skipIf(!testbedHas("openssl"))("a TLS server", () => {
  const names = ["DNS:directory.example.com", "IP:192.0.2.7"];

  test("that speaks no HTTP is told as TLS, with the names of its certificate", async () => {
    const running = await startTlsServer(makeLeaf({ key: "ec-256", names }));
    onTestFinished(() => running.stop());
    expect(await ask(running.port)).toEqual({
      service: "tls",
      certificateNames: ["directory.example.com", "192.0.2.7"],
    });
  });

  test.each(["-tls1_2", "-tls1_3"])("that demands a client certificate is told as TLS (%s)", async (version) => {
    const running = await startMutualTlsServer(makeLeaf({ key: "ec-256", names }), [version]);
    onTestFinished(() => running.stop());
    expect(await ask(running.port)).toMatchObject({ service: "tls" });
  });
});
