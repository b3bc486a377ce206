import { nearest } from "../mistakes/nearest.ts";
import { type Placed, pathText } from "../reading/placed.ts";
import type { Flaw } from "../reading/source.ts";
import type { Estate } from "../schema.ts";
import { subjectsOf } from "../subjects.ts";
import { textsAt } from "./references.ts";

/** Exceptions for a subject that the estate doesn't have. Listeners are found by looking, so any may be named. */
export function unknownSubjects(root: Placed, estate: Estate): readonly Flaw[] {
  const ids = new Set<string>(subjectsOf(estate).map((it) => it.id));
  return textsAt(root, "exceptions.*.subject")
    .filter(({ text }) => !ids.has(text) && !text.startsWith("listener:"))
    .map(({ path, text, span }) => ({
      span,
      message: `\`${pathText(path)}\` names a subject that the estate doesn't have; ids look like host:web1 or endpoint:https://shop.example.com/`,
      suggestion: nearest(text, ids),
    }));
}
