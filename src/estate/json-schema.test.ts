import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { estateJsonSchema, type JsonSchema } from "./json-schema.ts";
import { estateSchema } from "./schema.ts";

const accepts = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(estateJsonSchema());
const example: unknown = parse(readFileSync(new URL("../../examples/estate.yaml", import.meta.url), "utf8"));

describe("the JSON Schema of the estate file", () => {
  it("names itself, without an address", () => {
    expect(estateJsonSchema()).toMatchObject({ $id: "holdfast-estate-1", title: "Holdfast estate, version 1" });
  });

  it("takes the example and refuses what isn't an estate", () => {
    expect(accepts(example), JSON.stringify(accepts.errors)).toBe(true);
    for (const bad of [
      {},
      [],
      { estate: "a", unknown: 1 },
      { estate: "a b" },
      { estate: "a", hosts: { web1: { transport: "shh" } } },
      { estate: "a", databases: { d: { kind: "redis", address: "a", password: "hunter2" } } },
      { estate: "a", hosts: { web1: { listeners: [{ port: 0 }] } } },
    ]) {
      expect(accepts(bad), JSON.stringify(bad)).toBe(false);
    }
  });

  it("describes every key", () => {
    expect([...undescribed(estateJsonSchema())]).toEqual([]);
  });

  it("refuses nothing that the loader takes", () => {
    const value = fc.oneof(
      fc.constantFrom(
        null,
        true,
        0,
        1,
        -1,
        1.5,
        70_000,
        "",
        "local",
        "anyone",
        "10.0.0.0/8",
        "::1",
        "::ffff:192.0.2.1",
        "::ffff:192.0.2.1/96",
        "env:A",
        "2027-01-31",
        "HAR-4",
        [],
        {},
      ),
      fc.constantFrom(
        "https://bücher.example.com/ä",
        "http://h",
        "HTTPS://H",
        "a@b.example",
        " https://x",
        "/x",
        "none",
        "host",
        "tcp",
      ),
      // Lengths are counted in UTF-16 units here and in characters by JSON Schema: the same up to U+FFFF.
      fc.string({ unit: fc.constantFrom("a", "é", " ", "-", "/", ":", "\n"), maxLength: 15 }),
    );
    let [both, neither] = [0, 0];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), value, fc.constantFrom("set", "drop", "add")), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const changed = structuredClone(example);
          for (const [where, what, how] of changes) change(changed, where, what, how);
          const taken = estateSchema.safeParse(changed).success;
          if (taken) expect(accepts(changed), JSON.stringify(accepts.errors)).toBe(true);
          if (taken) both += 1;
          else if (!accepts(changed)) neither += 1;
        },
      ),
      { numRuns: 1500 },
    );
    expect(both).toBeGreaterThan(50);
    expect(neither).toBeGreaterThan(50);
  });
});

/** Sets, drops or adds a value at one of all places of a document, told by a number. */
function change(document: unknown, where: number, what: unknown, how: string): void {
  const places = containers(document).flatMap((it) => Object.keys(it).map((key) => [it, key] as const));
  const [container, key] = places[where % places.length] ?? [{}, ""];
  if (how === "add") Reflect.set(container, Array.isArray(container) ? `${container.length}` : `${key}x`, what);
  else if (how === "drop" && !Array.isArray(container)) Reflect.deleteProperty(container, key);
  else Reflect.set(container, key, what);
}

function containers(value: unknown): object[] {
  return typeof value === "object" && value !== null ? [value, ...Object.values(value).flatMap(containers)] : [];
}

function* undescribed(schema: JsonSchema, path = ""): Generator<string> {
  for (const [key, it] of Object.entries(schema.properties ?? {})) {
    if (!it.description) yield `${path}.${key}`;
    yield* undescribed(it, `${path}.${key}`);
  }
  if (schema.items) yield* undescribed(schema.items, `${path}[]`);
  if (schema.additionalProperties) yield* undescribed(schema.additionalProperties, `${path}.*`);
}
