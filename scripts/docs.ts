import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedPages } from "./docs/pages.ts";

/** Writes everything in `docs/` that is generated. `npm run docs`; a test fails when a page is stale. */
const root = fileURLToPath(new URL("..", import.meta.url));
const pages = generatedPages();
rmSync(join(root, "docs/controls"), { recursive: true, force: true });
for (const [path, text] of pages) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
process.stdout.write(`${pages.size} pages\n`);
