import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ControlFolder, controlFolders, controlsFolder } from "./control-folders.ts";

/** The text of `src/controls/registry.ts` for these folders. */
export function registryText(folders: readonly ControlFolder[]): string {
  const name = (id: string) => id.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const path = (it: ControlFolder) => `./${it.section}/${it.id}/control.ts`;
  const imports = [
    ["./control.ts", "type { Control }"] as const,
    ...folders.map((it) => [path(it), name(it.id)] as const),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${imports.map(([from, what]) => `import ${what} from "${from}";`).join("\n")}

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
