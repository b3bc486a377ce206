import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Answer } from "../probes/http/facts.ts";
import type { Gap } from "../verdict/outcome.ts";
import { headerValues, type JudgedAnswers, judgedAnswers } from "./answers.ts";

/** A cookie as an answer sets it; the value is only a fingerprint and of no interest. */
export interface Cookie {
  readonly name: string;
  /** Attributes by lower-cased name; of one that occurs twice the last counts (RFC 6265 section 5.3). */
  readonly attributes: ReadonlyMap<string, string>;
  /** Whether the field takes the cookie away instead of setting it. */
  readonly removed: boolean;
}

/** Parses a Set-Cookie field as browsers do (RFC 6265 section 5.2); `undefined` where they would ignore it. */
export function parseSetCookie(field: string): Cookie | undefined {
  const [pair = "", ...rest] = field.split(";");
  const equals = pair.indexOf("=");
  const name = pair.slice(0, Math.max(equals, 0)).trim();
  const value = pair.slice(equals + 1).trim();
  if (name === "" && value === "") return undefined;
  const attributes = new Map(
    rest.map((it) => {
      const at = it.indexOf("=");
      return at < 0 ? [it.trim().toLowerCase(), ""] : [it.slice(0, at).trim().toLowerCase(), it.slice(at + 1).trim()];
    }),
  );
  const maxAge = attributes.get("max-age");
  const old =
    maxAge === undefined
      ? /\b(?:19[789]\d|200\d)\b/.test(attributes.get("expires") ?? "")
      : /^(?:0|-\d+)$/.test(maxAge);
  return { name, attributes, removed: old };
}

/** The cookies that an answer sets. */
export function cookiesOf(answer: Answer): readonly Cookie[] {
  return headerValues(answer, "set-cookie")
    .map(parseSetCookie)
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
