import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");

/** The folder with the official schemas: `HOLDFAST_SCHEMAS`, or one beside the project; `undefined` where there is none. */
export function schemaFolder(): string | undefined {
  const folder = resolve(root, process.env["HOLDFAST_SCHEMAS"] ?? "../shared/schemas");
  return existsSync(folder) ? folder : undefined;
}

/**
 * An official schema by its file's name, such as `oscal_complete.json`, parsed; `undefined` where it isn't there, and the
 * test then says so on standard error and has to skip.
 */
export function officialSchema(name: string): Record<string, unknown> | undefined {
  const folder = schemaFolder();
  const file = folder === undefined ? undefined : join(folder, name);
  if (file === undefined || !existsSync(file)) {
    console.warn(`skipped: the official schema ${name} isn't here; name its folder in HOLDFAST_SCHEMAS`);
    return undefined;
  }
  return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
}
