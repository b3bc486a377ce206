import { expect, test } from "vitest";
import { dialTrouble } from "./dial-trouble.ts";

const failed = (code: string) => Object.assign(new Error(code), { code });

test.each([
  ["ECONNREFUSED", "refused"],
  ["ECONNRESET", "refused"],
  ["ENOTFOUND", "unreachable"],
  ["EAI_AGAIN", "unreachable"],
  ["EHOSTUNREACH", "unreachable"],
  ["ETIMEDOUT", "timeout"],
  ["EACCES", "denied"],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "denied"],
  ["ERR_SSL_WRONG_VERSION_NUMBER", "unparsable"],
  ["ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE", "unsupported"],
  ["ESOMETHING", "unreachable"],
])("%s is the trouble %s", (code, kind) => {
  expect(dialTrouble(failed(code), "www.example.com:443")).toMatchObject({
    kind,
    message: expect.stringContaining("www.example.com:443"),
  });
});

test("several attempts that all failed are told by the first", () => {
  const all = new AggregateError([failed("ECONNREFUSED"), failed("ENETUNREACH")]);
  expect(dialTrouble(all, "www.example.com:443").kind).toBe("refused");
});

test("an error of our own is thrown, not told as the world's", () => {
  expect(() => dialTrouble(new TypeError("a mistake"), "www.example.com:443")).toThrow("a mistake");
});
