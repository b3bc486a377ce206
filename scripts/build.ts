import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
rmSync("dist", { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json"], { stdio: "inherit" });
// What is not TypeScript but read at run time goes along.
for (const file of globSync("src/**/*.{sh,css,html}")) cpSync(file, file.replace(/^src/, "dist"));
for (const file of globSync("src/reports/**/*.js")) cpSync(file, file.replace(/^src/, "dist"));
chmodSync("dist/cli/main.js", 0o755);
