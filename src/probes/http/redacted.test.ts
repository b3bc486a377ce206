import { expect, test } from "vitest";
import { redacted, redactedField } from "./redacted.ts";

const told = (text: string) => redacted(text, () => "f");

test("A secret in a page is told by its fingerprint, and the page around it stays", () => {
  expect(told("A=b\nDB_PASSWORD=hunter2\n")).toBe("A=b\nDB_PASSWORD=hmac-f\n");
  expect(told('<p>Error: {"apiKey": "hunter2", "page": 7}</p>')).toBe('<p>Error: {"apiKey": "hmac-f", "page": 7}</p>');
  expect(told("clone https://ada:hunter2@example.com/x")).toBe("clone https://ada:hmac-f@example.com/x");
  expect(told("-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----")).toBe("hmac-f");
  const page = "<html><head><meta http-equiv='x' content=\"default-src 'self'\"></head>Traceback at line 7</html>";
  expect(told(page)).toBe(page);
});

test("A header that bears a credential is told by its fingerprint, one that is about credentials as it is", () => {
  const field = (name: string, value: string) => redactedField(name, value, () => "f");
  expect(field("X-Auth-Token", "hunter2")).toBe("hmac-f");
  expect(field("Authorization", "Bearer hunter2")).toBe("hmac-f");
  expect(field("Location", "https://ada:hunter2@example.com/?token=hunter2&a=b")).not.toContain("hunter2");
  expect(field("Access-Control-Allow-Credentials", "true")).toBe("true");
  expect(field("Strict-Transport-Security", "max-age=31536000; includeSubDomains")).toContain("max-age=31536000;");
});

test("Text of any oddness takes no more time than reading it", () => {
  for (const odd of ["a.", "token", "token=", "://a:", "a://b:c", "=\"' "]) told(odd.repeat(65_536 / odd.length));
});
