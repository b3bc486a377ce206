import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The program of one pass, built like the command line's: reading types away takes time and memory, too. */
export async function compiledPass(): Promise<{ readonly program: string; readonly remove: () => void }> {
  const folder = mkdtempSync(fromHere("../../.cache/bench-pass-"));
  const thread = fromHere("../../src/probes/image/layers/hashing-thread.ts");
  const bundle = await rolldown({ input: [fromHere("pass.ts"), thread], platform: "node" });
  await bundle.write({ dir: folder });
  await bundle.close();
  return { program: join(folder, "pass.js"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
