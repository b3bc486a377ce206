import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runFolder } from "../../test/bed/run-folder.ts";
import { writePrivately } from "./private-file.ts";

test("a new file is for its owner's eyes only, and a longer one that was there is replaced whole", async () => {
  const file = join(runFolder("private"), "report.json");
  await writePrivately(file, "first and longer");
  await writePrivately(file, "second");
  expect(readFileSync(file, "utf8")).toBe("second");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("nothing is written through a symbolic link, be there something at its end or not", async () => {
  const folder = runFolder("private");
  const [target, missing] = [join(folder, "target"), join(folder, "missing")];
  writeFileSync(target, "someone else's");
  for (const [at, end] of [target, missing].entries()) {
    const link = join(folder, `link-${at}.json`);
    symlinkSync(end, link);
    await expect(writePrivately(link, "report")).rejects.toThrow(`${link} is a symbolic link`);
  }
  expect(readFileSync(target, "utf8")).toBe("someone else's");
  expect(existsSync(missing)).toBe(false);
});

test("what can't be written is told with its reason", async () => {
  const folder = join(runFolder("private"), "report.json");
  mkdirSync(folder);
  await expect(writePrivately(folder, "report")).rejects.toThrow(/report\.json can't be written: .*EISDIR/);
});
