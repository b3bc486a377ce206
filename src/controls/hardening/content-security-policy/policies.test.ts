import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../probes/http/facts.ts";
import { allowsNothing, noncesOf, parsePolicies, policiesOf, sourcesOf } from "./policies.ts";
import { scriptFaults } from "./script-faults.ts";

function answer(headers: [string, string][], bodyStart = ""): Answer {
  const body = { bodyBytes: bodyStart.length, bodyComplete: true, bodySha256: "", bodyStart };
  return { httpVersion: "1.1", status: 200, reason: "OK", headers, ...body };
}
const faultsOf = (text: string) =>
  parsePolicies(text).flatMap((it) => scriptFaults(it, "shop.example.com").map(({ id }) => id));

describe("the policies of an answer", () => {
  it("are those of all fields, of lists in them, and of meta elements in the head", () => {
    const policies = policiesOf(
      answer(
        [
          ["Content-Security-Policy", "default-src 'self', object-src 'none';"],
          ["content-security-policy", "base-uri 'none'"],
        ],
        `<head><!-- <meta http-equiv="Content-Security-Policy" content="img-src *"> -->
         <meta content="script-src &#39;none&#39;; frame-ancestors *" http-equiv='Content-Security-Policy'></head>
         <body><meta http-equiv="Content-Security-Policy" content="font-src *">`,
      ),
    );
    expect(policies.map((it) => [...it.directives])).toEqual([
      [["default-src", ["'self'"]]],
      [["object-src", ["'none'"]]],
      [["base-uri", ["'none'"]]],
      [["script-src", ["'none'"]]],
    ]);
  });

  it("heed the first of two directives of one name", () => {
    const [policy] = parsePolicies("Script-Src 'self'; script-src *");
    expect(policy && sourcesOf(policy, "script-src", "default-src")).toEqual(["'self'"]);
  });

  it("allow nothing by 'none' alone or by an empty list", () => {
    expect([["'NONE'"], [], ["'none'", "'self'"], undefined].map(allowsNothing)).toEqual([true, true, false, false]);
  });

  it("name their nonces", () => {
    expect(parsePolicies("script-src 'nonce-a' 'self' 'NONCE-b'").flatMap(noncesOf)).toEqual([
      "'nonce-a'",
      "'NONCE-b'",
    ]);
  });
});

describe("the scripts that a policy lets run", () => {
  it.each([
    ["script-src 'self' https://static.shop.example.com", []],
    ["script-src 'none'", []],
    ["script-src 'strict-dynamic' 'nonce-r4nd0mR4nd0mR4nd0m' https: 'unsafe-inline'", []],
    ["img-src *", ["no-scripts"]],
    ["default-src 'unsafe-inline'", ["inline"]],
    ["script-src 'self' data:", ["everything"]],
    ["script-src 'self'; script-src-elem *", ["everything"]],
    ["script-src https://notshop.example.com", ["foreign"]],
    ["script-src 'strict-dynamic' 'nonce-abc'", ["nonce"]],
  ])("%s", (text, expected) => {
    expect(faultsOf(text)).toEqual(expected);
  });

  it("tell a nonce without itself, which would make another finding each time", () => {
    const [policy] = parsePolicies("script-src 'strict-dynamic' 'nonce-abc'");
    expect(policy && scriptFaults(policy, "")).toEqual([
      { id: "nonce", data: { directive: "script-src", value: "" }, discriminator: "" },
    ]);
  });

  it("never make the judging throw", () => {
    const piece = fc.constantFrom(
      "script-src",
      " ",
      ";",
      ",",
      "'self'",
      "https://",
      "*",
      ".",
      ":",
      "[",
      "'nonce-",
      "%",
      "__proto__",
      "constructor",
      "a",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(piece, { maxLength: 12 }).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(text, (it) => {
        faultsOf(it);
        policiesOf(
          answer([["Content-Security-Policy", it]], `<meta http-equiv=content-security-policy content="${it}">`),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
