import { expect, test } from "vitest";
import { answerOf } from "./answer.ts";

const cookie = (field: string) => {
  const head = { httpVersion: "1.1", status: 200, reason: "OK", headers: [["Set-Cookie", field]] as const };
  const response = { ...head, body: Buffer.alloc(0), bodyComplete: true, trailers: [], reusable: true };
  return answerOf(response, () => "0123456789abcdef").headers[0]?.[1];
};

test.each([
  ["session=secret; Path=/; Secure", "session=hmac:0123456789abcdef; Path=/; Secure"],
  ["session = secret=with=equals ;HttpOnly", "session =hmac:0123456789abcdef;HttpOnly"],
  ["secret; Path=/", "hmac:0123456789abcdef; Path=/"],
  ["=secret", "=hmac:0123456789abcdef"],
  ["=__Host-secret", "=__Host-hmac:0123456789abcdef"],
  ["gone=; Max-Age=0", "gone=; Max-Age=0"],
])("a cookie's value is kept as a fingerprint only: %s", (field, kept) => {
  expect(cookie(field)).toBe(kept);
});

test("a cookie that is too long for browsers keeps its length", () => {
  expect(cookie(`id=${"x".repeat(4094)}`)).toBe("id=hmac:0123456789abcdef");
  expect(cookie(`id=${"x".repeat(4095)}; Path=/`)).toBe("id=hmac:0123456789abcdef (4097 bytes); Path=/");
});
