import { nearest } from "../../estate/mistakes/nearest.ts";
import { requirements, sections } from "../../standard/catalog.ts";
import { extras } from "../../standard/extras.ts";
import type { Requirement } from "../../standard/requirement.ts";
import { source } from "../../standard/source.ts";
import { UserError } from "../user-error.ts";
import { version } from "../version.ts";

interface StandardOptions {
  readonly json?: boolean;
  readonly oscal?: boolean;
}

/** `holdfast standard`: the requirements as a list, as one page, or as an OSCAL catalog. */
export async function standard(id: string | undefined, options: StandardOptions): Promise<number> {
  process.stdout.write(await textOf(id?.toUpperCase(), options));
  return 0;
}

async function textOf(id: string | undefined, options: StandardOptions): Promise<string> {
  if (options.oscal === true) {
    const { oscalCatalog } = await import("../../standard/oscal-catalog.ts");
    return `${JSON.stringify(oscalCatalog({ lastModified: new Date(), version }), null, 2)}\n`;
  }
  const chosen = chosenBy(id);
  if (options.json === true) {
    return `${JSON.stringify(id === undefined ? { source, requirements: chosen, extras } : chosen, null, 2)}\n`;
  }
  const [only] = chosen;
  if (chosen.length === 1 && only !== undefined) return (await import("../requirement-page.ts")).requirementPage(only);
  return list(chosen);
}

function chosenBy(id: string | undefined): readonly Requirement[] {
  if (id === undefined) return requirements;
  const chosen = requirements.filter((it) => it.id === id || it.section === id);
  if (chosen.length > 0) return chosen;
  const near = nearest(id, [...requirements.map((it) => it.id), ...sections.map((it) => it.id)]);
  throw new UserError(
    `The standard has no requirement ${id}.${near === undefined ? "" : ` Did you mean ${near}?`} \`holdfast standard\` lists all.`,
  );
}

function list(chosen: readonly Requirement[]): string {
  const shown = sections.filter((section) => chosen.some((it) => it.section === section.id));
  const pages = shown.map((section) => {
    const lines = chosen
      .filter((it) => it.section === section.id)
      .map(
        (it) =>
          `  ${it.id.padEnd(8)}${[...new Set(it.aspects.map(({ level }) => level))].join("/").padEnd(14)}${it.title}`,
      );
    return `${section.title}\n${lines.join("\n")}\n`;
  });
  return `${pages.join("\n")}\n${chosen.length} requirements. \`holdfast standard ID\` shows one. Source: ${source.name}, ${source.licence}.\n`;
}
