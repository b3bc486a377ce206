import { describe, expect, it } from "vitest";
import type { Problem } from "../verdict/outcome.ts";
import type { JudgedAnswer } from "./answers.ts";
import { problemsAt } from "./fault.ts";
import { render } from "./render.ts";

function judged(place: string, status = 200): JudgedAnswer {
  const body = { bodyBytes: 0, bodyComplete: true, bodySha256: "", bodyStart: "" };
  return { place, answer: { httpVersion: "1.1", status, reason: "", headers: [], ...body } };
}
const texts = { missing: "{where}: nothing", "missing-there": "{where}: nothing, though elsewhere" };
const problem = (id: keyof typeof texts, data = {}, options: Partial<Problem> = {}): Problem => ({
  ...{ id, message: render(texts[id], data), discriminator: "" },
  ...options,
});
const lacking = (...places: readonly string[]) =>
  problemsAt(
    [judged("/"), judged("/a"), judged("a missing page", 404)],
    ({ place }) => (places.includes(place) ? [{ id: "missing", elsewhere: "missing-there" }] : []),
    problem,
  );

describe("a fault", () => {
  it("of every answer is one problem", () => {
    expect(lacking("/", "/a", "a missing page")).toEqual([
      { id: "missing", message: "every answer: nothing", discriminator: "" },
    ]);
  });

  it("of some answers is one problem that tells their places", () => {
    expect(lacking("/", "a missing page")).toEqual([
      {
        id: "missing-there",
        message: "/, a missing page: nothing, though elsewhere",
        discriminator: "/ a missing page",
      },
    ]);
  });

  it("of error pages alone is light", () => {
    expect(lacking("a missing page")[0]?.severity).toBe("low");
    expect(lacking("/a")[0]?.severity).toBeUndefined();
  });

  it("of no answer is no problem", () => {
    expect(lacking()).toEqual([]);
  });
});
