import { expect, test } from "vitest";
import { samePage, similarity } from "./similarity.ts";

const page = (body: string, target = "/") => ({ body, target });

test("a page that reflects its target, a time and a token is the same page", () => {
  const text = (target: string, token: string) => `No such page ${target} at 10:${token.length}:07, request ${token}`;
  const one = page(text("/one", "0f3a99c1"), "/one");
  const other = page(text("/another", "77e1aa0bcc"), "/another");
  expect(similarity(one, other)).toBeGreaterThanOrEqual(samePage);
});

test("an error page is another page than the shop", () => {
  expect(similarity(page("<h1>Not allowed</h1>"), page("<h1>Welcome to the shop</h1>"))).toBeLessThan(samePage);
});

test("nothing is like nothing, and unlike something", () => {
  expect(similarity(page(""), page(""))).toBe(1);
  expect(similarity(page(""), page("something"))).toBe(0);
  expect(similarity(page(""), page("123"))).toBe(0);
});
