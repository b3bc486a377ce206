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

// Checkers understand these formats differently from each other and from the loader, or not at all; where there is a pattern
// it says the same. A schema must never refuse what the loader takes.
const disputedFormats = new Set(["uri", "email", "cidrv4", "cidrv6", "ipv4", "ipv6"]);

/**
 * The JSON Schema of an estate file as it is written (defaults may be left out). YAML language servers complete from it when
 * the file starts with `# yaml-language-server: $schema=PATH`.
 */
export function estateJsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(estateSchema, {
    target: "draft-2020-12",
    io: "input",
    override: ({ jsonSchema }) => {
      if (disputedFormats.has(jsonSchema.format ?? "")) delete jsonSchema.format;
    },
  }) as unknown as JsonSchema;
  const { $schema, ...rest } = schema;
  return { $schema, $id: "holdfast-estate-1", title: "Holdfast estate, version 1", ...rest };
}
