import { parseEstate } from "../src/estate/load.ts";
import { EstateError, type Mistake } from "../src/estate/mistakes/mistake.ts";

/** The mistakes of estate texts; none if they load. Any other error is thrown on. */
export function mistakesOf(files: Readonly<Record<string, string>>): readonly Mistake[] {
  try {
    parseEstate(Object.entries(files).map(([file, text]) => ({ file, text })));
    return [];
  } catch (error) {
    if (error instanceof EstateError) return error.mistakes;
    throw error;
  }
}

/** The messages alone, each with its line, and what was probably meant. */
export function told(text: string): readonly string[] {
  return mistakesOf({ "estate.yaml": text }).map(
    (it) => `${it.line}: ${it.message}${it.suggestion === undefined ? "" : ` → ${it.suggestion}`}`,
  );
}
