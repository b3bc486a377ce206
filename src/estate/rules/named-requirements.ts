import { isRequirementId, requirement, requirements } from "../../standard/catalog.ts";
import { nearest } from "../mistakes/nearest.ts";
import { type Placed, pathText, spanAt } from "../reading/placed.ts";
import type { Flaw } from "../reading/source.ts";
import { mapsAt } from "./references.ts";

/** Requirements and aspects that the standard doesn't have. */
export function unknownRequirements(root: Placed): readonly Flaw[] {
  const places = ["exceptions.*", "attestations.*", "systems.*.notApplicable.*"].flatMap((it) => mapsAt(root, it));
  return places.flatMap(({ path, values }): Flaw[] => {
    const { requirement: id, aspect } = values;
    const at = (key: string): Pick<Flaw, "span"> & { readonly name: string } => ({
      span: spanAt(root, [...path, key]),
      name: `\`${pathText([...path, key])}\``,
    });
    // What doesn't even look like an id is told already.
    if (typeof id !== "string" || !/^[A-Z]{3}-\d{1,2}$/.test(id)) return [];
    if (!isRequirementId(id)) {
      const { span, name } = at("requirement");
      const ids = requirements.map((it) => it.id);
      return [{ span, message: `${name}: the standard has no requirement ${id}`, suggestion: nearest(id, ids) }];
    }
    if (typeof aspect !== "string") return [];
    const aspects = requirement(id).aspects.map((it) => it.id);
    if (aspects.includes(aspect)) return [];
    const { span, name } = at("aspect");
    return [
      { span, message: `${name}: ${id} has the aspects ${aspects.join(", ")}`, suggestion: nearest(aspect, aspects) },
    ];
  });
}
