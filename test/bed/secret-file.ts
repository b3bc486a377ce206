import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runFolder } from "./run-folder.ts";

/** Reference to a file that holds a secret, as an estate names it. */
export function secretFile(value: string): `file:${string}` {
  const file = join(runFolder("secret"), "password");
  writeFileSync(file, value, { mode: 0o600 });
  return `file:${file}`;
}
