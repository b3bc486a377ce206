import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ControlFolder, controlFolders, controlsFolder } from "./control-folders.ts";

/** The text of `src/controls/registry.ts` for these folders. */
export function registryText(folders: readonly ControlFolder[]): string {
  const name = (id: string) => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const path = (it: ControlFolder) => `./${it.section}/${it.id}/control.ts`;
  const imports = [...folders]
    .sort((a, b) => (path(a) < path(b) ? -1 : 1))
    .map((it) => `import ${name(it.id)} from "${path(it)}";`);
  return `import type { Control } from "./control.ts";
${imports.join("\n")}

/** Every control, sorted by id. Written by \`npm run registry\`; a test compares it with the folders. */
export const controls: readonly Control[] = [
${folders.map((it) => `  ${name(it.id)},`).join("\n")}
];
`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const folders = controlFolders();
  writeFileSync(join(controlsFolder, "registry.ts"), registryText(folders));
  process.stdout.write(`${folders.length} controls\n`);
}
