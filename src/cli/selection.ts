import type { Selection } from "../assessment/plan.ts";
import { controls } from "../controls/registry.ts";
import { nearest } from "../estate/mistakes/nearest.ts";
import type { Estate } from "../estate/schema.ts";
import { requirements, sections } from "../standard/catalog.ts";
import { UserError } from "./user-error.ts";

/**
 * A selection whose every word means something, so that a typing mistake never passes for a clean result.
 * @throws UserError that names the unknown word and the nearest known one
 */
export function checkedSelection(selection: Selection, estate: Estate): Selection {
  const ids = [...requirements.map((it) => it.id), ...sections.map((it) => it.id)].map(String);
  const names = [...ids, ...controls.map((it) => it.id)];
  for (const word of selection.only) {
    if (ids.includes(word.toUpperCase()) || names.includes(word)) continue;
    throw new UserError(`--only ${word}: no such requirement, section or control.${hint(word, names)}`);
  }
  const systems = Object.keys(estate.systems);
  for (const word of selection.systems) {
    if (systems.includes(word)) continue;
    throw new UserError(`--system ${word}: the estate has no such system.${hint(word, systems)}`);
  }
  for (const { control } of estate.exceptions) {
    if (control === undefined || controls.some((it) => it.id === control)) continue;
    throw new UserError(
      `An exception of the estate names the control ${control}, which there is not.${hint(control, names)}`,
    );
  }
  return selection;
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? "" : ` Did you mean ${near}?`;
}
