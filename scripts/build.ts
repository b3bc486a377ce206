import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, globSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const [out = "dist"] = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json", "--outDir", out], { stdio: "inherit" });
// What is not TypeScript but read at run time goes along.
for (const file of globSync("src/**/*.{sh,css,html}")) cpSync(file, file.replace(/^src/, out));
for (const file of globSync("src/reports/**/*.js")) cpSync(file, file.replace(/^src/, out));
chmodSync(`${out}/cli/main.js`, 0o755);
