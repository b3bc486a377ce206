import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { paxHeader, tarArchive } from "../../../../test/bed/tar-archive.ts";
import { type ArchiveEntry, TarReader } from "./tar-reader.ts";

function read(archive: Buffer, chunk = archive.length, wanted = 1 << 20) {
  const told: (ArchiveEntry & { content?: string })[] = [];
  const reader = new TarReader({
    entry: (entry) => {
      told.push({ ...entry });
      return wanted;
    },
    content: (content) => {
      const last = told.at(-1);
      if (last !== undefined) last.content = content.toString("latin1");
    },
  });
  for (let at = 0; at < archive.length; at += chunk) reader.write(Buffer.from(archive.subarray(at, at + chunk)));
  reader.end();
  return { told, trouble: reader.trouble };
}

function packed(format: string): Buffer {
  const folder = runFolder("tar");
  const deep = join(folder, "a".repeat(90), "b".repeat(90));
  mkdirSync(deep, { recursive: true });
  writeFileSync(join(deep, "ä".repeat(40)), "long");
  writeFileSync(join(folder, "plain"), "x".repeat(1500), { mode: 0o755 });
  writeFileSync(join(folder, "empty"), "");
  symlinkSync(`../${"t".repeat(150)}`, join(folder, "link"));
  const args = ["--sort=name", `--format=${format}`, "--owner=0", "--group=3000000", "-C", folder, "-cf", "-", "."];
  return execFileSync("tar", args, { maxBuffer: 1 << 24 });
}

describe.each(["gnu", "posix"])("an archive that tar wrote as %s", (format) => {
  const archive = packed(format);
  const { told, trouble } = read(archive);

  it("is read with long names, long targets, large numbers and contents", () => {
    expect(trouble).toBeUndefined();
    const by = (end: string) => told.find(({ path }) => path.endsWith(end));
    expect(by("ä")).toMatchObject({ path: `./${"a".repeat(90)}/${"b".repeat(90)}/${"ä".repeat(40)}`, content: "long" });
    expect(by("/plain")).toMatchObject({ type: "file", mode: 0o755, size: 1500, content: "x".repeat(1500) });
    expect(by("/link")).toMatchObject({ type: "symlink", target: `../${"t".repeat(150)}`, groupId: 3_000_000 });
    expect(by("/empty")).toMatchObject({ size: 0 });
    expect(told).toHaveLength(execFileSync("tar", ["t"], { input: archive }).toString().trimEnd().split("\n").length);
  });

  it("is read alike in chunks of any size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), (chunk) => {
        expect(read(archive, chunk)).toEqual({ told, trouble });
      }),
      { numRuns: 30 },
    );
  });

  it("is told to break off wherever it is cut inside of an entry", () => {
    const lastContent = archive.lastIndexOf("x".repeat(100));
    for (const cut of [300, lastContent, lastContent - 500])
      expect(read(archive.subarray(0, cut)).trouble).toContain("middle of an entry");
  });
});

it.each([
  ["gnu", "0.0"],
  ["posix", "0.0"],
  ["posix", "0.1"],
  ["posix", "1.0"],
])("a sparse file of %s %s is known by its own name, and what follows is read", (format, version) => {
  const folder = runFolder("sparse");
  const file = openSync(join(folder, "a-sparse"), "w");
  // More pieces than a header of GNU's has room for.
  for (let i = 0; i < 60; i += 1) writeSync(file, "data", i * 100_000);
  ftruncateSync(file, 10_000_000);
  closeSync(file);
  writeFileSync(join(folder, "b-next"), "next");
  const style = format === "posix" ? [`--sparse-version=${version}`] : [];
  const args = ["--sparse", ...style, `--format=${format}`, "-C", folder, "-cf", "-", "a-sparse", "b-next"];
  const { told, trouble } = read(execFileSync("tar", args, { maxBuffer: 1 << 26 }));
  expect(trouble).toBeUndefined();
  expect(told).toMatchObject([
    { path: "a-sparse", sparse: true },
    { path: "b-next", sparse: false, content: "next" },
  ]);
});

describe("a hostile archive", () => {
  const after = { path: "after", content: "seen" };

  it.each([
    ["a spoilt checksum", { path: "x", spoilt: true }],
    ["a size below zero", { path: "x", sizeField: Buffer.alloc(12, 0xff) }],
    ["a size that is no number", { path: "x", sizeField: Buffer.from("9zzzzzzzzzz\0") }],
    ["a size beyond all numbers", { path: "x", sizeField: Buffer.from([0x80, ...Array(11).fill(0x7f)]) }],
    ["a name of gigabytes", { path: "x", flag: "L", size: 0o17777777777 }],
    ["records that lie about their length", { path: "x", flag: "x", content: "99 path=a\n" }],
    ["records without a name", { path: "x", flag: "x", content: "5 ab\n" }],
    ["a path with NUL", paxHeader({ path: "a\0b" })],
    ["a pax size below zero", paxHeader({ size: "-1" })],
  ])("with %s is read up to there and told", (_, entry) => {
    const { told, trouble } = read(tarArchive([{ path: "before" }, entry, after]));
    expect(told.map(({ path }) => path)).toContain("before");
    expect(told.map(({ path }) => path)).not.toContain("after");
    expect(trouble).toBeDefined();
  });

  it("has a size in base 256 and in a pax header read", () => {
    const sizeField = Buffer.from([0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4]);
    expect(read(tarArchive([{ path: "x", content: "four", sizeField }, after])).told[0]).toMatchObject({ size: 4 });
    const pax = tarArchive([paxHeader({ size: "4" }), { path: "x", content: "four", size: 0 }, after]);
    expect(read(pax).told).toMatchObject([{ size: 4, content: "four" }, { path: "after" }]);
  });

  it("of any bytes is a trouble and no crash", () => {
    const sound = tarArchive([{ path: "a", content: "b".repeat(700) }, paxHeader({ path: "c" }), after]);
    fc.assert(
      fc.property(fc.nat(sound.length - 1), fc.nat(255), fc.integer({ min: 1, max: 2000 }), (at, byte, chunk) => {
        const broken = Buffer.from(sound);
        broken[at] = byte;
        expect(read(broken, chunk).told.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 500 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => void read(Buffer.from(bytes), 100)));
  });
});
