import { z } from "zod";
import { estateSchema } from "./schema.ts";

/** A JSON Schema (draft 2020-12), as far as it is looked into here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | false;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

// The loader reads these more widely than the pattern says (::ffff:192.0.2.1), and a schema must never refuse what it takes.
const widerThanTheirPattern: ReadonlySet<unknown> = new Set(["ipv6", "cidrv6"]);

/**
 * The JSON Schema of an estate file as it is written (defaults may be left out). YAML language servers complete from it when
 * the file starts with `# yaml-language-server: $schema=PATH`.
 */
export function estateJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(estateSchema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      if (widerThanTheirPattern.has(jsonSchema.format)) delete jsonSchema.pattern;
      // Checkers understand formats differently from each other; where it matters there is a pattern.
      delete jsonSchema.format;
    },
  }) as unknown as JsonSchema;
  const { $schema, ...rest } = schema;
  return { $schema, $id: "holdfast-estate-1", title: "Holdfast estate, version 1", ...rest };
}
