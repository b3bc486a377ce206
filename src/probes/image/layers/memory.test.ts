import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { rolldown } from "rolldown";
import { beforeAll, expect, test } from "vitest";
import { runFolder } from "../../../../test/bed/run-folder.ts";

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const MB = 1e6;

/** Built as users have it: Node's own reading of types takes memory, too. */
let program: string;
beforeAll(async () => {
  const folder = runFolder("collect");
  const many = fromHere("../../../../test/bed/collect-many-files.ts");
  const bundle = await rolldown({ input: [many, fromHere("hashing-thread.ts")], platform: "node" });
  await bundle.write({ dir: folder });
  await bundle.close();
  program = join(folder, "collect-many-files.js");
}, 60_000);

async function collected(files: number) {
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${files}`], { maxBuffer: 1 << 26 });
  return JSON.parse(stdout);
}

test("three gigabytes of small files are looked at whole in less than 200 MB", async () => {
  const { layers, facts, rssKb } = await collected(700_000);
  expect(layers).toMatchObject([{ entries: 700_000, diffId: expect.stringMatching(/^sha256:/) }]);
  expect(layers[0]).not.toHaveProperty("trouble");
  expect(layers[0].bytes).toBeGreaterThan(3e9);
  expect(facts["image-files"].files).toBe(700_000);
  expect(facts["image-secrets"]).toMatchObject({ files: 700_000, found: [] });
  expect(rssKb * 1024).toBeLessThan(200 * MB);
}, 900_000);
