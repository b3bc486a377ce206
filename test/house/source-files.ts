import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export interface SourceFile {
  /** Path from the project's root. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths from the root for its own files, names for packages. */
  readonly imports: readonly string[];
}

/** Every source file but the tests. */
export function sourceFiles(): readonly SourceFile[] {
  return globSync("src/**/*.ts", { cwd: root })
    .filter((path) => !path.endsWith(".test.ts"))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, to = ""]) =>
        to.startsWith(".") ? relative(root, join(root, dirname(path), to)) : to,
      );
      return { path, text, imports };
    });
}
