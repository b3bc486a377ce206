import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Control } from "../../src/controls/control.ts";
import { controls } from "../../src/controls/registry.ts";
import { requirement, sections } from "../../src/standard/catalog.ts";
import { controlFolders } from "../control-folders.ts";

const note = "<!-- Written by `npm run docs` from the control's folder. -->";

/** One page for each control: what its folder says, and what its metadata say. */
export function controlPages(): readonly (readonly [string, string])[] {
  return controlFolders().map(({ id, path }) => {
    const control = controls.find((it) => it.id === id);
    if (control === undefined) throw new Error(`${id} is not in the registry: npm run registry`);
    const [heading = "", ...rest] = readFileSync(join(path, "README.md"), "utf8").trimEnd().split("\n");
    return [
      `docs/controls/${id}.md`,
      [note, "", heading, "", facts(control), ...rest, "", ...details(control)].join("\n"),
    ] as const;
  });
}

function facts(it: Control): string {
  const { title } = requirement(it.requirement);
  return [
    "| | |",
    "| --- | --- |",
    `| Control | \`${it.id}\` |`,
    `| Requirement | [${it.requirement} ${title}](../standard.md#${it.requirement.toLowerCase()}), part \`${it.aspect}\` |`,
    `| Subject | every ${it.subject} |`,
    `| Severity | ${it.severity} |`,
    ...(it.observes.length > 0 ? [`| Facts | ${quoted(it.observes)} |`] : []),
    ...(it.across === undefined ? [] : [`| Facts of the whole estate | ${quoted(it.across)} |`]),
  ].join("\n");
}

function quoted(names: readonly string[]): string {
  return names.map((it) => `\`${it}\``).join(", ");
}

function details(it: Control): readonly string[] {
  return [
    "## What a report says when it fails",
    "",
    ...Object.values(it.problems).map((text) => `- ${text}`),
    "",
    "## Remedies",
    "",
    ...Object.entries(it.remedy).flatMap(([product, text]) => [`### ${product}`, "", "```", text ?? "", "```", ""]),
  ];
}

/** The list of all controls, by section and requirement. */
export function controlIndex(): string {
  const parts = sections.map((section) => {
    const own = controls.filter((it) => requirement(it.requirement).section === section.id);
    const sorted = [...own].sort((a, b) => number(a) - number(b) || (a.id < b.id ? -1 : 1));
    const rows = sorted.map(
      (it) => `| ${it.requirement} | [${it.title}](${it.id}.md) | ${it.subject} | ${it.severity} |`,
    );
    const table = ["| Requirement | Control | Subject | Severity |", "| --- | --- | --- | --- |", ...rows];
    return [`## ${section.title} (${section.id})`, "", ...(rows.length > 0 ? table : ["None yet."]), ""].join("\n");
  });
  return [note, "", "# Controls", "", `${controls.length} controls, each one checkable claim.`, "", ...parts].join(
    "\n",
  );
}

function number(it: Control): number {
  return Number(it.requirement.split("-")[1]);
}
