import { estateJsonSchema } from "../../src/estate/json-schema.ts";
import { assessmentJsonSchema } from "../../src/reports/json/schema.ts";
import { controlIndex, controlPages } from "./control-pages.ts";
import { estateReference } from "./estate-reference.ts";
import { standardPage } from "./standard-page.ts";

/** Every generated page of the documentation, by its path from the project's root. */
export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ["docs/estate.md", estateReference()],
    ["docs/standard.md", standardPage()],
    ["docs/controls/README.md", controlIndex()],
    ...controlPages(),
    ["docs/schemas/estate-1.json", `${JSON.stringify(estateJsonSchema(), null, 2)}\n`],
    ["docs/schemas/assessment-1.json", assessmentJsonSchema()],
  ]);
}
