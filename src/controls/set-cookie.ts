import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Answer } from "../probes/http/facts.ts";
import type { Gap } from "../verdict/outcome.ts";
import { headerValues, type JudgedAnswers, judgedAnswers } from "./answers.ts";
import { parseCookieDate } from "./cookie-date.ts";

/** A cookie as an answer sets it; the value is only a fingerprint and of no interest. */
export interface Cookie {
  /** May be empty: browsers take a field without an equals sign as a value without a name. */
  readonly name: string;
  /** Attributes by lower-cased name; of one that occurs twice the last counts (RFC 6265bis section 5.6). */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether the field takes the cookie away instead of setting it. */
  readonly removed: boolean;
  /** Why browsers do not take the cookie, whatever its attributes; `undefined` where they do. */
  readonly mistake?: "control" | "length" | "nameless-prefix";
}

/** Longest attribute value that browsers heed, in bytes. */
const longestAttribute = 1024;

/** What was cut off before, by a time that is surely past: an answer without a date says nothing of its own. */
const longAgo = new Date("2020-01-01T00:00:00Z");

/** The attributes, of which browsers leave out those with a value that is too long or, for a lifetime, makes no sense. */
function attributesOf(parts: readonly string[]): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const part of parts) {
    const at = part.indexOf("=");
    const name = (at < 0 ? part : part.slice(0, at)).trim().toLowerCase();
    const value = at < 0 ? "" : part.slice(at + 1).trim();
    if (Buffer.byteLength(value, "latin1") > longestAttribute) continue;
    if (name === "max-age" && !/^-?\d+$/.test(value)) continue;
    if (name === "expires" && parseCookieDate(value) === undefined) continue;
    attributes.set(name, value);
  }
  return attributes;
}

/** Max-Age supersedes Expires, in whichever order they stand. */
function isRemoval(attributes: ReadonlyMap<string, string>, now: Date): boolean {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = attributes.get("expires");
  const date = expires === undefined ? undefined : parseCookieDate(expires);
  return date !== undefined && date <= now;
}

/**
 * Parses a Set-Cookie field as browsers do (RFC 6265bis sections 5.6 and 5.7); `undefined` where there is neither a name nor a
 * value. `now` is when the answer was given.
 */
export function parseSetCookie(field: string, now = longAgo): Cookie | undefined {
  const [pair = "", ...rest] = field.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  const value = pair.slice(equals + 1).trim();
  if (name === "" && value === "") return undefined;
  const attributes = attributesOf(rest);
  const mistake = mistakeOf(field, name, value);
  return { name, attributes, removed: isRemoval(attributes, now), ...(mistake && { mistake }) };
}

function mistakeOf(field: string, name: string, value: string): Cookie["mistake"] {
  if ([...field].some((it) => it !== "\t" && (it < " " || it === "\x7f"))) return "control";
  // The probe notes the length of what is too long.
  if (/\(\d+ bytes\)$/.test(value) || Buffer.byteLength(name + value, "latin1") > 4096) return "length";
  return name === "" && /^__(?:host|secure)-/i.test(value) ? "nameless-prefix" : undefined;
}

/** The cookies that an answer sets. */
export function cookiesOf(answer: Answer): readonly Cookie[] {
  const date = new Date(headerValues(answer, "date")[0] ?? "");
  const now = Number.isNaN(date.getTime()) ? longAgo : date;
  return headerValues(answer, "set-cookie")
    .map((it) => parseSetCookie(it, now))
    .filter((it) => it !== undefined)
    .filter((it) => !it.removed);
}

/** The answers that set cookies, of all that came; without any there is nothing to judge, which is a gap. */
export function answersWithCookies(facts: FactsOf<"http-answers">): JudgedAnswers {
  const { answers, gaps } = judgedAnswers(facts);
  const setting = answers.filter(({ answer }) => cookiesOf(answer).length > 0);
  const none: Gap = {
    reason: "no answer sets a cookie",
    wouldVerify: "declare paths that set cookies, such as the login's, or that the aspect does not apply",
  };
  return { answers: setting, gaps: setting.length > 0 ? gaps : [...gaps, none] };
}
