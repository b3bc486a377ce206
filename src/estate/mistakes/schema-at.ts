import { z } from "zod";
import type { Path } from "../reading/placed.ts";
import { estateSchema } from "../schema.ts";

interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

/** The definition of a schema, with defaults and optionality taken off. */
function definition(schema: z.core.$ZodType): Definition {
  const def = schema._zod.def as unknown as Definition;
  return def.innerType === undefined ? def : definition(def.innerType);
}

function schemaAt(path: Path): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = estateSchema;
  for (const key of path) {
    if (schema === undefined) return undefined;
    const { shape, valueType, element } = definition(schema);
    schema = shape ? shape[String(key)] : (valueType ?? element);
  }
  return schema;
}

function definitionAt(path: Path): Definition | undefined {
  const schema = schemaAt(path);
  return schema && definition(schema);
}

/** The keys that may stand at a path of the estate file; nothing where any name may. */
export function keysAt(path: Path): readonly string[] {
  return Object.keys(definitionAt(path)?.shape ?? {});
}

/** True where the keys at a path are names that the user chooses. */
export function namesAt(path: Path): boolean {
  return definitionAt(path)?.type === "record";
}

/** True if a value would do at a path. */
export function acceptsAt(path: Path, value: unknown): boolean {
  const schema = schemaAt(path);
  return schema !== undefined && z.safeParse(schema, value).success;
}
