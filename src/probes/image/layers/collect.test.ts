import { gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type ImageFaults, imageArchive } from "../../../../test/bed/image-archive.ts";
import { paxHeader, tarArchive, type Written } from "../../../../test/bed/tar-archive.ts";
import type { Collector } from "../collectors/collector.ts";
import { openImage } from "../sources/open.ts";
import { Allowance } from "./allowance.ts";
import { collect } from "./collect.ts";
import { imageLimits } from "./limits.ts";

const context = { signal: new AbortController().signal, fingerprint: () => "" };

/** What a container sees, what is hidden, and what a path leads to; contents of files are their notes. */
const seer: Collector<{ seen: string[]; hidden: string[]; passwd?: string; unseen: string[] }> = {
  wants: ({ path }) => (path.startsWith("unwanted/") ? 0 : 1 << 20),
  note: ({ type, path }, content) =>
    type === "folder" ? undefined : path.startsWith("unwanted/") ? "" : content.toString(),
  conclude: ({ visible, hidden, resolve, unseen }) => ({
    seen: visible.map(({ entry, note }) => `${entry.path}=${note}`).sort(),
    hidden: hidden.map(({ entry, note }) => `${entry.path}@${entry.layer}=${note}`).sort(),
    passwd: resolve("/etc/passwd")?.path ?? "",
    unseen: unseen.map(({ reason }) => reason),
  }),
};

async function look(layers: readonly (readonly Written[] | Buffer)[], faults: ImageFaults = {}, limits = imageLimits) {
  const bytes = layers.map((it) => (Buffer.isBuffer(it) ? it : tarArchive(it as readonly Written[])));
  await using image = await openImage({ reference: imageArchive(bytes, faults), registries: [] }, context.signal);
  const collection = await collect(image, [seer], context, new Allowance(limits));
  return { ...collection.conclude(seer), layers: collection.layers };
}
const file = (path: string, content: string): Written => ({ path, content });

describe("layers on top of each other", () => {
  const lower = [file("opt/a/one", "1"), file("opt/a/two", "2"), file("etc/x", "old"), file("etc/y", "y")];

  it.each([
    ["first", (whiteouts: Written[], rest: Written[]) => [...whiteouts, ...rest]],
    ["last", (whiteouts: Written[], rest: Written[]) => [...rest, ...whiteouts]],
  ])("hide what whiteouts name in lower layers only, with the whiteouts %s", async (_, order) => {
    const whiteouts = [file("opt/a/.wh..wh..opq", ""), file("etc/.wh.x", ""), file("etc/.wh.y", "")];
    const upper = order(whiteouts, [file("opt/a/new", "n"), file("etc/x", "fresh")]);
    const told = await look([lower, upper]);
    expect(told.seen).toEqual(["etc/x=fresh", "opt/a/new=n"]);
    expect(told.hidden).toEqual(["etc/x@0=old", "etc/y@0=y", "opt/a/one@0=1", "opt/a/two@0=2"]);
    expect(told.unseen).toEqual([]);
  });

  it("hide a whole folder, but not what the same layer puts there", async () => {
    const told = await look([lower, [file("opt/b", "b"), file("opt/a/kept", "k"), file(".wh.opt", "")]]);
    expect(told.seen).toEqual(["etc/x=old", "etc/y=y", "opt/a/kept=k", "opt/b=b"]);
  });

  it("replace folders by files and files by folders", async () => {
    const told = await look([lower, [file("opt/a", "a file"), { path: "etc/x", flag: "5" }, file("etc/x/deep", "d")]]);
    expect(told.seen).toEqual(["etc/x/deep=d", "etc/y=y", "opt/a=a file"]);
    expect(told.unseen).toEqual([]);
  });

  it("tell an entry below a file", async () => {
    const told = await look([lower, [file("etc/x/deep", "d")]]);
    expect(told.unseen).toEqual(['layer 1 has an entry that can\'t be unpacked: "etc/x/deep"']);
  });

  it("keep a folder's files when the folder comes again, and take the last of two entries", async () => {
    const told = await look([
      lower,
      [{ path: "opt/a/", flag: "5", mode: 0o700 }, file("etc/x", "1"), file("etc/x", "2")],
    ]);
    expect(told.seen).toEqual(["etc/x=2", "etc/y=y", "opt/a/one=1", "opt/a/two=2"]);
    expect(told.hidden).toEqual(["etc/x@0=old", "etc/x@1=1"]);
  });

  it("put files where links of lower layers lead", async () => {
    const told = await look([
      [file("usr/bin/a", "a"), { path: "bin", flag: "2", target: "/usr/bin" }],
      [file("bin/a", "new"), file("bin/b", "b"), file("bin/.wh.c", "")],
    ]);
    expect(told.seen).toEqual(["bin=", "usr/bin/a=new", "usr/bin/b=b"]);
  });
});

describe("links", () => {
  it("give a hard link what its file is, also when the file's own name is hidden", async () => {
    const told = await look([
      [file("a", "secret"), { path: "b", flag: "1", target: "a" }, { path: "c", flag: "1", target: "b" }],
      [file(".wh.a", "")],
    ]);
    expect(told.seen).toEqual(["b=secret", "c=secret"]);
    expect(told.hidden).toContain("a@0=secret");
  });

  it("are read again where a content was wanted under the link's name alone", async () => {
    const told = await look([
      [file("unwanted/x", "root:x:0:0"), { path: "etc/passwd", flag: "1", target: "unwanted/x" }],
      [{ path: "etc/shadow", flag: "2", target: "../unwanted/x" }],
    ]);
    expect(told.seen).toContain("etc/passwd=root:x:0:0");
    expect(told.seen).toContain("etc/shadow=root:x:0:0");
    expect(told.seen.filter((it) => it.startsWith("etc/passwd"))).toHaveLength(1);
  });

  it("that go round in circles or out of the root lead nowhere", async () => {
    const told = await look([
      [
        { path: "etc/passwd", flag: "2", target: "../../../../../etc/other" },
        { path: "etc/other", flag: "2", target: "passwd" },
        { path: "round/x", flag: "2", target: "/round/x" },
        file("round/x/below", "lost"),
      ],
    ]);
    expect(told.passwd).toBe("");
    expect(told.unseen).toEqual(['layer 0 has an entry that can\'t be unpacked: "round/x/below"']);
  });
});

describe("a hostile image", () => {
  it.each([
    ["leads upwards", { path: "../etc/cron.d/x", content: "x" }],
    ["hides its way upwards", { path: "a/../../x", content: "x" }],
    ["links out of the root", { path: "x", flag: "1", target: "../../etc/shadow" }],
  ])("with an entry that %s has it left out and told", async (_, entry) => {
    const told = await look([[entry, file("etc/passwd", "p")]]);
    expect(told.seen).toEqual(["etc/passwd=p"]);
    expect(told.unseen).toEqual([expect.stringContaining("leads out of the image")]);
  });

  it("has paths below its own root cleaned", async () => {
    const told = await look([[file("/abs//x", "1"), file("./a/../b", "2")]]);
    expect(told.seen).toEqual(["abs/x=1", "b=2"]);
  });

  it("with a hard link to nothing has it told", async () => {
    const told = await look([[{ path: "x", flag: "1", target: "nowhere" }]]);
    expect(told.unseen).toHaveLength(1);
  });

  it("whose layer isn't the named one is not verified", async () => {
    const told = await look([[file("a", "1")]], { diffIds: [`sha256:${"0".repeat(64)}`] });
    expect(told.unseen).toEqual([expect.stringContaining("is not the one that the image's configuration names")]);
  });

  it("whose configuration names other layers, or makes no sense, is no image", async () => {
    await expect(look([[file("a", "1")]], { diffIds: [] })).rejects.toThrow(
      "has 1 layers and its configuration names 0",
    );
    await expect(look([[file("a", "1")]], { diffIds: ["x"] })).rejects.toThrow("makes no sense");
    await expect(look([[file("a", "1")]], { config: { User: 7 } })).rejects.toThrow("makes no sense");
  });

  it.each([
    ["gzip", (it: Buffer) => gzipSync(it)],
    ["zstd", (it: Buffer) => zstdCompressSync(it)],
  ] as const)(
    "has layers read that are compressed with %s, and told where they break off",
    async (compression, compress) => {
      const layer = [file("a", "1"), file("b", "2".repeat(300_000))];
      const told = await look([layer], { compress });
      expect(told.seen).toEqual(["a=1", `b=${"2".repeat(300_000)}`]);
      expect(told.unseen).toEqual([]);
      expect(told.layers).toMatchObject([{ compression, entries: 2 }]);
      const cut = await look([layer], { compress: (it) => compress(it).subarray(0, -20) });
      expect(cut.unseen[0]).toContain("can't be read whole");
    },
  );

  it("is read on where zstd or gzip come in several pieces", async () => {
    const layer = tarArchive([file("a", "1"), file("b", "2")]);
    for (const compress of [gzipSync, zstdCompressSync]) {
      const pieces = (it: Buffer) =>
        Buffer.concat([it.subarray(0, 700), it.subarray(700)].map((part) => compress(part)));
      expect(await look([layer], { compress: pieces })).toMatchObject({ seen: ["a=1", "b=2"], unseen: [] });
    }
  });

  it.each([
    ["gzip", gzipSync],
    ["zstd", zstdCompressSync],
  ] as const)("that unpacks to hundreds of times its size is stopped (%s)", async (_, compress) => {
    const bomb = tarArchive([file("zeros", "\0".repeat(40 << 20)), file("after", "x")]);
    const limits = { ...imageLimits, ratioFrom: 1 << 20 };
    const told = await look([bomb], { compress: (it) => compress(it) }, limits);
    expect(told.unseen).toContain("layer 0 can't be read whole: a layer unpacks to more than 300 times its size");
    expect(told.layers[0]).not.toHaveProperty("diffId");
    expect(told.layers[0]?.bytes).toBeLessThan(bomb.length);
  });

  it("with too many entries or bytes is read up to there and told", async () => {
    const layer = tarArchive(Array.from({ length: 500 }, (_, i) => file(`f${i}`, "x")));
    const entries = await look([layer], {}, { ...imageLimits, entries: 100 });
    expect(entries.unseen).toEqual(["layer 0 can't be read whole: it has more than 100 entries"]);
    expect(entries.seen).toHaveLength(100);
    const bytes = await look([layer, layer], {}, { ...imageLimits, bytes: 300_000 });
    expect(bytes.unseen).toEqual(expect.arrayContaining([expect.stringContaining("more than 300000 bytes")]));
  });

  it("with endless troubles has the first of them told", async () => {
    const told = await look([Array.from({ length: 200 }, (_, i) => file(`../${i}`, ""))]);
    expect(told.unseen).toHaveLength(51);
    expect(told.unseen.at(-1)).toContain("150 more");
  });

  it("whose few entries imply folders without end is read up to there and told", async () => {
    const deep = (i: number) => [paxHeader({ path: `${i}/${"d/".repeat(1500)}x` }), file("x", "x")];
    const told = await look(
      [Array.from({ length: 20 }, (_, i) => deep(i)).flat()],
      {},
      { ...imageLimits, entries: 4000 },
    );
    expect(told.unseen).toEqual(["layer 0 can't be read whole: it has more than 4000 entries with their folders"]);
  });

  it("whose links make folders deeper than any path has what lies there told", async () => {
    const links = Array.from({ length: 6 }, (_, i) => [
      paxHeader({ linkpath: i === 0 ? "/" : `/l${i - 1}/${"d/".repeat(900)}` }),
      { path: `l${i}`, flag: "2" },
      paxHeader({ path: `l${i}/${"d/".repeat(900)}x` }),
      file("x", "x"),
    ]);
    const told = await look([links.flat()]);
    expect(told.unseen[0]).toMatch(/^layer 0 has an entry that can't be unpacked: "l2/);
    const deepest = Math.max(...told.seen.map((it) => it.split("/").length));
    expect(deepest).toBeLessThan(2100);
  });

  it("whose links are longer than any path, or whose capabilities are, has them told and not kept", async () => {
    const far = paxHeader({ linkpath: "x/".repeat(3000) });
    const able = paxHeader({ "SCHILY.xattr.security.capability": "x".repeat(5000) });
    const told = await look([[far, { path: "l", flag: "2" }, able, file("able", "x"), file("sound", "x")]]);
    expect(told.unseen).toEqual(['"l"', '"able"'].map((it) => `layer 0 has an entry that no system takes: ${it}`));
    expect(told.seen).toEqual(["sound=x"]);
  });

  it("whose whiteouts hide the same folder again and again takes no more than its steps", async () => {
    const many = Array.from({ length: 300 }, (_, i) => file(`a/${i}`, ""));
    const again = Array.from({ length: 300 }, () => file("a/.wh..wh..opq", ""));
    expect((await look([many, again])).unseen).toEqual([]);
    const told = await look([many, again], {}, { ...imageLimits, steps: 20_000 });
    expect(told.unseen).toEqual([expect.stringContaining("lead to and fro without end")]);
    const links = Array.from({ length: 300 }, (_, i) => ({
      path: `l${i}`,
      flag: "2",
      target: `l${i - 1}/../`.repeat(8),
    }));
    const chained = await look([links], {}, { ...imageLimits, steps: 20_000 });
    expect(chained.unseen.join()).toContain("there are too many links");
  });
});
