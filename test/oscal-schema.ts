import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { officialSchema } from "./schemas.ts";

let compiled: ValidateFunction | undefined;

/** Validates any OSCAL document by the official schema; compiled once, as that takes a while. `undefined` without it. */
export function oscalValidator(): ValidateFunction | undefined {
  if (compiled !== undefined) return compiled;
  const schema = officialSchema("oscal_complete.json");
  if (schema === undefined) return undefined;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: true });
  formats.default(ajv);
  compiled = ajv.compile(schema);
  return compiled;
}
