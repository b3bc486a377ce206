import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { estateJsonSchema, type JsonSchema } from "./json-schema.ts";
import { loadEstate } from "./load.ts";

const path = new URL("../../examples/estate.yaml", import.meta.url).pathname;

it("the example loads without a mistake or a warning", async () => {
  const { warnings, files } = await loadEstate(path);
  expect(warnings).toEqual([]);
  expect(files).toHaveLength(2);
});

it("the example shows all but a few keys", () => {
  const missing = [...unused(estateJsonSchema(), [parse(readFileSync(path, "utf8"))], "")];
  expect(missing).toEqual([
    "$schema",
    "systems.*.notApplicable[].aspect",
    "hosts.*.container",
    "people.*.status",
    "people.*.left",
    "exceptions[].control",
  ]);
});

/** Keys of a schema that none of the values has. */
function* unused(schema: JsonSchema, values: readonly unknown[], path: string): Generator<string> {
  const objects = values.filter((it): it is Record<string, unknown> => typeof it === "object" && it !== null);
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    const found = objects.flatMap((it) => (Object.hasOwn(it, key) ? [it[key]] : []));
    if (found.length === 0) yield path + key;
    else yield* unused(inner, found, `${path}${key}.`);
  }
  if (schema.additionalProperties) {
    yield* unused(schema.additionalProperties, objects.flatMap(Object.values), `${path}*.`);
  }
  if (schema.items) yield* unused(schema.items, values.flat(), `${path.slice(0, -1)}[].`);
}
