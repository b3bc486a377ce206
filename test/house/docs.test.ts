import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { generatedPages } from "../../scripts/docs/pages.ts";
import { root } from "./source-files.ts";

const pages = generatedPages();

describe("the generated pages", () => {
  test.each([...pages])("%s is what `npm run docs` writes", (path, text) => {
    expect(readFileSync(join(root, path), "utf8")).toBe(text);
  });

  it("are all there are in docs/controls", () => {
    const written = globSync("docs/controls/*", { cwd: root }).sort();
    expect(written).toEqual([...pages.keys()].filter((path) => path.startsWith("docs/controls/")).sort());
  });
});

describe("the links of the documentation", () => {
  const files = [...globSync("docs/**/*.md", { cwd: root }), "README.md", "CONTRIBUTING.md"];
  test.each(files)("%s leads nowhere that isn't there", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const targets = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, to = ""]) => join(root, file, "..", to));
    expect(targets.filter((to) => globSync(to).length === 0)).toEqual([]);
  });
});
