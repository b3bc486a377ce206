import { controls } from "../../src/controls/registry.ts";
import { requirements, sections } from "../../src/standard/catalog.ts";
import { extras } from "../../src/standard/extras.ts";
import type { Requirement } from "../../src/standard/requirement.ts";
import { source } from "../../src/standard/source.ts";

/** The 51 requirements with their parts, and which control settles which part. */
export function standardPage(): string {
  return [
    "<!-- Written by `npm run docs`. -->",
    "",
    "# The standard",
    "",
    `${source.notice} See <${source.url}>.`,
    "",
    "A requirement is verified only if every one of its parts is. A part that no control measures yet says what a named",
    "person would have to attest.",
    "",
    ...sections.flatMap((section) => [
      `## ${section.title}`,
      "",
      ...requirements.filter((it) => it.section === section.id).flatMap(requirementPart),
      ...extras
        .filter((it) => it.section === section.id)
        .map((it) => `Extra, not counted: **${it.title}.** ${it.statement}\n`),
    ]),
  ].join("\n");
}

function requirementPart(it: Requirement): readonly string[] {
  const items = Object.entries(it.items).map(([edition, item]) => `${edition} ${item}`);
  const mappings = it.mappings.map((one) => `${one.standard} ${one.item} (${one.certainty})`);
  return [
    `### ${it.id}`,
    "",
    `**${it.title}.** ${it.statement}${it.gate === "high" ? " Asked from the assurance class high on." : ""}`,
    "",
    "| Part | Level | Subject | Must be so | Settled by |",
    "| --- | --- | --- | --- | --- |",
    ...it.aspects.map((aspect) => {
      const own = controls.filter((one) => one.requirement === it.id && one.aspect === aspect.id);
      const by = own.map((one) => `[${one.id}](controls/${one.id}.md)`).join(", ") || `to attest: ${aspect.attest}`;
      return `| ${aspect.id} | ${aspect.level} | ${aspect.subjects.join(", ")} | ${aspect.statement} | ${by} |`;
    }),
    "",
    [...items, ...mappings].join(" · "),
    "",
  ];
}
