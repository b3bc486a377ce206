import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const controlsFolder = fileURLToPath(new URL("../src/controls/", import.meta.url));

export interface ControlFolder {
  readonly section: string;
  readonly id: string;
  readonly path: string;
}

/** Every folder of a control, sorted by id; a folder counts once it holds a `control.ts`. */
export function controlFolders(): readonly ControlFolder[] {
  return readdirSync(controlsFolder, { withFileTypes: true })
    .filter((section) => section.isDirectory())
    .flatMap((section) =>
      readdirSync(join(controlsFolder, section.name)).map((id) => ({
        section: section.name,
        id,
        path: join(controlsFolder, section.name, id),
      })),
    )
    .filter(({ path }) => existsSync(join(path, "control.ts")))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
