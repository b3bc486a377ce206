import { describe, expect, it } from "vitest";
import type { Answer, Exchange } from "../probes/http/facts.ts";
import { documentAnswers, headerItems, headerValues, isDocument, judgedAnswers, pageAnswers } from "./answers.ts";

function answer(headers: [string, string][], status = 200, bodyBytes = 1): Answer {
  const body = { bodyBytes, bodyComplete: true, bodySha256: "", bodyStart: "" };
  return { httpVersion: "1.1", status, reason: "", headers, ...body };
}
function exchange(purpose: Exchange["purpose"], came: Partial<Exchange>, method = "GET"): Exchange {
  return { purpose, method, target: purpose === "missing" ? "/5f1d" : "/", via: [], ...came };
}
const trouble = { kind: "timeout", message: "no answer in 5 s", wouldVerify: "raise the time limit" } as const;

describe("the answers to judge", () => {
  it("have places with the same words in every run, and a gap for each that did not come", () => {
    const exchanges = [
      exchange("root", { answer: answer([]) }),
      exchange("missing", { trouble }),
      exchange("options", {}, "OPTIONS"),
      exchange("malformed", { answer: answer([], 400) }),
    ];
    const { answers, gaps } = judgedAnswers({ url: "", exchanges });
    expect(answers.map(({ place }) => place)).toEqual(["/", "a malformed request"]);
    expect(gaps.map(({ reason }) => reason)).toEqual(["a missing page: no answer in 5 s", "OPTIONS /: no answer"]);
    expect(pageAnswers({ url: "", exchanges }).answers).toHaveLength(1);
  });

  it("are documents where a browser would show them", () => {
    const html: [string, string] = ["content-type", "Text/HTML; charset=utf-8"];
    expect(isDocument(answer([html]))).toBe(true);
    expect(isDocument(answer([]))).toBe(true);
    expect(isDocument(answer([["Content-Type", "image/svg+xml"]]))).toBe(true);
    expect(isDocument(answer([["Content-Type", "application/json"]]))).toBe(false);
    expect(isDocument(answer([html], 200, 0))).toBe(false);
    expect(isDocument(answer([html, ["Location", "/"]], 302))).toBe(false);
    expect(isDocument(answer([html, ["Location", "/"]], 201))).toBe(true);
  });

  it("leave a gap where the endpoint only turned us away, whatever else it answered", () => {
    const refused = [403, 429, 503].map((status) => [
      exchange("root", { answer: answer([], status) }),
      exchange("missing", { answer: answer([], 404) }),
    ]);
    for (const exchanges of refused) {
      expect(judgedAnswers({ url: "", exchanges }).gaps).toHaveLength(1);
      const path = exchange("path", { answer: answer([], 200) });
      expect(judgedAnswers({ url: "", exchanges: [...exchanges, path] }).gaps).toEqual([]);
    }
    const login = [exchange("root", { answer: answer([], 401) })];
    expect(judgedAnswers({ url: "", exchanges: login }).gaps).toEqual([]);
  });

  it("leave a gap where the only documents are error pages", () => {
    const missing = exchange("missing", { answer: answer([["Content-Type", "text/html"]], 404) });
    const elsewhere = answer([["Location", "https://login.example.com/"]], 302);
    const exchanges = [exchange("root", { answer: elsewhere }), missing];
    expect(documentAnswers({ url: "", exchanges })).toMatchObject({
      answers: [{ place: "a missing page" }],
      gaps: [{ reason: expect.stringContaining("only error pages") }],
    });
    const page = exchange("path", { answer: answer([["Content-Type", "text/html"]]) });
    expect(documentAnswers({ url: "", exchanges: [...exchanges, page] }).gaps).toEqual([]);
  });

  it("leave a gap where no document is among them", () => {
    const exchanges = [exchange("root", { answer: answer([["Content-Type", "application/json"]]) })];
    expect(documentAnswers({ url: "", exchanges }).gaps).toHaveLength(1);
  });
});

describe("the fields of an answer", () => {
  it("are found by their name in any case, with their duplicates in order", () => {
    const it = answer([
      ["X-A", " 1, 2 "],
      ["x-a ", "3"],
      ["X-Ab", "4"],
    ]);
    expect(headerValues(it, "x-a")).toEqual(["1, 2", "3"]);
    expect(headerItems(it, "x-a")).toEqual(["1", "2", "3"]);
  });
});
