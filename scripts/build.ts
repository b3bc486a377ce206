import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const [out = "dist"] = process.argv.slice(2);
rmSync(out, { recursive: true, force: true });
execFileSync("tsc", ["-p", "tsconfig.build.json", "--outDir", out], { stdio: "inherit" });

/**
 * Few files instead of many hundreds, for finding and reading them takes longer than most runs. What is loaded on demand
 * stays apart. The parts lie as deep as the folders of the source do, so that paths from there are the same.
 */
const parts = "parts";
const input = {
  ...{ index: "src/index.ts", "cli/main": "src/cli/main.ts" },
  // A thread begins with a file of its own, which its starter looks for beside itself.
  [`${parts}/hashing-thread`]: "src/probes/image/layers/hashing-thread.ts",
};
const bundle = await rolldown({ input, platform: "node" });
const { output } = await bundle.write({ dir: out, chunkFileNames: `${parts}/[name].js` });
await bundle.close();
// A script lies where the code that reads it looks for it: below its probe's folder, whose code is in one of the parts.
for (const file of globSync("src/probes/*/**/*.sh")) {
  const to = join(out, parts, relative(join("src/probes", file.split(sep)[2] ?? ""), file));
  cpSync(file, to, { errorOnExist: true, force: false });
}
chmodSync(`${out}/cli/main.js`, 0o755);

/** Packages whose code is in there: their licences ask to be told. */
const modules = output.flatMap((it) => (it.type === "chunk" ? it.moduleIds : []));
const folders = modules.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []);
const licences = [...new Set(folders)].sort().map((folder) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = globSync("{LICENSE,LICENCE,license,COPYING,NOTICE}*", { cwd: folder }).sort();
  return [`${name} ${version} (${license})`, ...texts.map((it) => readFileSync(join(folder, it), "utf8"))].join("\n\n");
});
writeFileSync(join(out, "THIRD-PARTY-LICENSES.txt"), `${licences.join(`\n\n${"-".repeat(80)}\n\n`)}\n`);
