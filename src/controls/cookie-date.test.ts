import fc from "fast-check";
import { expect, it, test } from "vitest";
import { parseCookieDate } from "./cookie-date.ts";

it.each([
  ["Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37.000Z"],
  ["Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37.000Z"],
  ["06-November-2069 8:9:7", "2069-11-06T08:09:07.000Z"],
  ["1 jan 69 00:00:00", "2069-01-01T00:00:00.000Z"],
  ["1 jan 70 00:00:00", "1970-01-01T00:00:00.000Z"],
])("a date is read in any form: %s", (text, date) => {
  expect(parseCookieDate(text)?.toISOString()).toBe(date);
});

it.each([
  "",
  "tomorrow",
  "0",
  "Sun, 31 Feb 2027 08:49:37 GMT",
  "06 Nov 1600 08:49:37",
  "06 Nov 1994 24:00:00",
  "06 Nov 1994",
])("what is no date is ignored: %s", (text) => {
  expect(parseCookieDate(text)).toBeUndefined();
});

test("every date survives being written as HTTP writes it", () => {
  fc.assert(
    fc.property(fc.date({ min: new Date("1971-01-01"), max: new Date("9999-12-31"), noInvalidDate: true }), (date) => {
      date.setUTCMilliseconds(0);
      expect(parseCookieDate(date.toUTCString())).toEqual(date);
    }),
  );
});

test("no text makes it throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => parseCookieDate(text) instanceof Date || true));
});
