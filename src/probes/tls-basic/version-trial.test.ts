import { describe, expect, test } from "vitest";
import type { Handshake } from "./handshake.ts";
import { versionTrial } from "./version-trial.ts";

const failed = (code: string, more: Partial<Handshake> = {}): Handshake => ({
  failure: Object.assign(new Error(code), { code }),
  connected: true,
  chain: [],
  ocspStapled: false,
  bytes: 7,
  ...more,
});
const place = "www.example.com:443";
const trial = (shaken: Handshake, speaksTls: boolean) => versionTrial("TLSv1", shaken, { speaksTls, place });

describe("a version", () => {
  test("is not offered where the server says so itself", () => {
    for (const speaksTls of [true, false])
      expect(trial(failed("ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION"), speaksTls)).toEqual({
        version: "TLSv1",
        offered: false,
      });
  });

  test.each(["ECONNRESET", "ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "ERR_SSL_WRONG_VERSION_NUMBER"])(
    "that ends in %s is not offered only by a server that speaks another one",
    (code) => {
      expect(trial(failed(code), true).offered).toBe(false);
      expect(trial(failed(code), false).offered).toBeUndefined();
      expect(trial(failed(code), false).trouble).toBeDefined();
    },
  );

  test("is open where the connection never came about or the answer was late", () => {
    expect(trial(failed("ECONNREFUSED", { connected: false }), true)).toMatchObject({ trouble: { kind: "refused" } });
    expect(trial({ ...failed(""), failure: "timeout" }, true)).toMatchObject({ trouble: { kind: "timeout" } });
  });

  test("is offered where a certificate came before the server refused us", () => {
    const shaken = failed("ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", { chain: [Buffer.from("leaf")] });
    expect(trial(shaken, true)).toEqual({ version: "TLSv1", offered: true });
  });
});
