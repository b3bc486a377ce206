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

test("a page with a nonce, a token against forgery and a date of its own is the same page", () => {
  const text = (nonce: string, token: string, day: string) =>
    `<script nonce="${nonce}"></script><input name="csrf_token" value="${token}"><p>${day}</p><p>Welcome</p>`;
  const one = page(text("aGVsbG8", "Zm9vYmFyYmF6", "Sun, 22 Nov 2026 02:00:01 GMT"));
  const other = page(text("d29ybGQ", "cXV1eHF1dXh4", "Mon, 23 Nov 2026 04:05:06 GMT"));
  expect(similarity(one, other)).toBe(1);
});

test("a target is seen through however the page writes it", () => {
  for (const write of [encodeURIComponent, decodeURIComponent, (it: string) => it.replaceAll("/", "\\/")]) {
    const one = page(`Nothing at ${write("/.git/one%20two")} here`, "/.git/one%20two");
    const other = page(`Nothing at ${write("/.abc/HEAD")} here`, "/.abc/HEAD");
    expect(similarity(one, other)).toBe(1);
  }
});
