import { controls } from "../../controls/registry.ts";
import { nearest } from "../../estate/mistakes/nearest.ts";
import { requirements } from "../../standard/catalog.ts";
import { controlPage } from "../control-page.ts";
import { requirementPage } from "../requirement-page.ts";
import { UserError } from "../user-error.ts";

/** `holdfast explain`: a requirement with its controls, or a control. */
export async function explain(id: string, options: { readonly json?: boolean }): Promise<number> {
  const requirement = requirements.find((it) => it.id === id.toUpperCase());
  const control = controls.find((it) => it.id === id.toLowerCase());
  if (requirement !== undefined) {
    const serving = controls.filter((it) => it.requirement === requirement.id);
    const json = { ...requirement, controls: serving.map((it) => it.id) };
    process.stdout.write(options.json === true ? toJson(json) : requirementPage(requirement, controls));
    return 0;
  }
  if (control !== undefined) {
    process.stdout.write(options.json === true ? toJson(control) : controlPage(control));
    return 0;
  }
  const near = nearest(id, [...requirements.map((it) => it.id), ...controls.map((it) => it.id)]);
  throw new UserError(
    `There is no requirement or control ${id}.${near === undefined ? "" : ` Did you mean ${near}?`}\n` +
      "`holdfast standard` lists the requirements; `holdfast explain HAR-10` names the controls of one.",
  );
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
