import type { Control } from "../controls/control.ts";
import type { Requirement } from "../standard/requirement.ts";
import { editions, source } from "../standard/source.ts";
import { wrapped } from "./wrapped.ts";

/** One requirement as a page for the terminal, with the controls that serve it where they are given. */
export function requirementPage(it: Requirement, controls: readonly Control[] = []): string {
  const aspects = it.aspects.flatMap((aspect) => {
    const serving = controls.filter((one) => one.requirement === it.id && one.aspect === aspect.id);
    return [
      `  ${aspect.level.padEnd(7)}${aspect.id} (${aspect.subjects.join(", ")})`,
      `         ${wrapped(aspect.statement, 9)}`,
      ...serving.map((one) => `         · ${one.id}: ${wrapped(one.title, 11)}`),
      ...(controls.length > 0 && serving.length === 0
        ? [`         · ${wrapped(`Not measured yet. To attest: ${aspect.attest}`, 11)}`]
        : []),
    ];
  });
  const mappings = it.mappings.map((one) => `  ${one.standard} ${one.item} (${one.certainty})`);
  return [
    `${it.id}  ${it.title}`,
    "",
    wrapped(it.statement),
    "",
    "Settled part by part",
    ...aspects,
    "",
    ...(it.gate === "high" ? ["Asked from the assurance class high on.", ""] : []),
    ...(mappings.length > 0 ? ["See also", ...mappings, ""] : []),
    ...(it.references.length > 0 ? [`Leans on the chapters: ${it.references.join(", ")}`] : []),
    `${editions.map(({ id }) => `${id} ${it.items[id]}`).join(" · ")} · ${source.author}, ${source.licence}`,
    "",
  ].join("\n");
}
