import fc from "fast-check";
import type { Assessment } from "../src/assessment/assessment.ts";

/** Keys whose texts come from a closed list or from our own clock, so that nothing foreign can stand there. */
const ours: ReadonlySet<string> = new Set([
  "requirement",
  "section",
  "level",
  "status",
  "severity",
  "kind",
  "product",
  "outcome",
  "source",
  "assuranceClass",
  "assessedAt",
  "fact",
]);

/** Texts that have broken a report somewhere: every half of a character, controls, markup, escapes, emptiness. */
const nasty = fc.oneof(
  fc.constantFrom(
    "",
    " ",
    "\n",
    "\u0000",
    "\ud800",
    "\udfff\ud800",
    "\ufffe\uffff",
    "]]>",
    "<!--",
    "&amp;<x y='\"'>",
    "\u001b[31mred\u001b[0m",
    "\u0085\u2028\u2029",
    "../../etc/passwd",
    "C:\\a b\\%zz?#",
    "$&$1`",
    "__proto__",
    "{0}",
    "\u202e",
  ),
  fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 0x9f }),
        fc.integer({ min: 0, max: 0xffff }),
        fc.integer({ min: 0xd800, max: 0xdfff }),
      ),
      { maxLength: 12 },
    )
    .map((units) => String.fromCharCode(...units)),
);

/**
 * The assessment with every text of foreign origin spoiled: replaced, preceded or followed by arbitrary UTF-16 units. Equal
 * texts stay equal, so that what refers to one another still does.
 */
export function garbled(assessment: Assessment): fc.Arbitrary<Assessment> {
  return fc.array(fc.tuple(nasty, fc.nat(2)), { minLength: 1, maxLength: 40 }).map((plan) => {
    const known = new Map<string, string>();
    const spoil = (text: string): string => {
      const before = known.get(text);
      if (before !== undefined) return before;
      const [noise, how] = plan[known.size % plan.length] ?? ["", 0];
      const after = [noise, noise + text, text + noise][how] ?? noise;
      known.set(text, after);
      return after;
    };
    const walk = (value: unknown, key: string, inRequirement: boolean): unknown => {
      if (typeof value === "string") {
        if (ours.has(key) || (key === "id" && inRequirement) || /^[A-Z]{3}-\d+$/.test(value)) return value;
        const kind = key === "subject" ? value.slice(0, value.indexOf(":") + 1) : "";
        return kind + spoil(value.slice(kind.length));
      }
      if (Array.isArray(value)) return value.map((it) => walk(it, key, key === "requirements"));
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(Object.entries(value).map(([name, it]) => [name, walk(it, name, inRequirement)]));
    };
    return walk(assessment, "", false) as Assessment;
  });
}
