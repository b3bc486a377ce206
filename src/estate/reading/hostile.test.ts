import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mistakesOf, told } from "../../../test/estate-mistakes.ts";
import { loadEstate } from "../load.ts";
import { EstateError } from "../mistakes/mistake.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "holdfast-estate-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function refusal(path: string): Promise<string> {
  const error = await loadEstate(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EstateError);
  return (error as EstateError).message.replaceAll(folder, "FOLDER");
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe("a hostile text", () => {
  it("that multiplies by aliases is refused", () => {
    const levels = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(",")}]`);
    expect(told(`a0: &a0 [x]\n${levels.join("\n")}\n`)).toEqual([
      expect.stringMatching(/^\d+: too many values: anchors and aliases multiply them, or the file is too large$/),
    ]);
  });

  it("whose anchors go round in a circle is refused", () => {
    expect(told("estate: a\nhosts: &h\n  web1: *h\n")).toEqual([
      "3: this alias refers to a value that it is itself a part of",
    ]);
    expect(told("&a [*a]\n")).toEqual(["1: this alias refers to a value that it is itself a part of"]);
    expect(told("estate: *nowhere\n")).toEqual(["1: this alias refers to an anchor that isn't set before it"]);
  });

  it("that is nested 10,000 levels deep is refused", () => {
    const deep = "nested too deeply; an estate file needs no more than 64 levels";
    const block = Array.from({ length: 1000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n");
    for (const text of ["[".repeat(10_000), "- ".repeat(10_000), "{a: ".repeat(10_000), "? ".repeat(10_000), block]) {
      expect(told(text)).toEqual([expect.stringContaining(deep)]);
    }
    const chain = Array.from({ length: 500 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}]`).join("\n");
    expect(told(`a0: &a0 x\n${chain}`)).toEqual([expect.stringContaining(deep)]);
  });

  it("of more tokens than an estate has is refused", () => {
    for (const text of ["]", '"', "- a\n", "%a\n", "&a ", "k: 1\n", "---\n"]) {
      expect(mistakesOf({ "estate.yaml": text.repeat(500_000 / text.length) }).length).toBeGreaterThan(0);
    }
    expect(told(`[${"1,".repeat(150_000)}]`)).toEqual([
      "1: too much in one file; split the estate into several files of a folder",
    ]);
  });

  it("with keys that mean something to the language is refused", () => {
    expect(told('estate: a\n__proto__: {estate: b}\nhosts: {constructor: {}, toString: {}}\n"__proto__": 1')).toEqual([
      "2: `__proto__` is a reserved word and can't be used as a key",
      "3: `constructor` is a reserved word and can't be used as a key",
      "3: `toString` is a reserved word and can't be used as a key",
      "4: `__proto__` is a reserved word and can't be used as a key",
    ]);
    expect(mistakesOf({ "a.json": '{"estate": "a", "__proto__": {"x": 1}}' })).toHaveLength(1);
    expect({}).not.toHaveProperty("estate");
  });

  it("of several documents, with tabs, tags, odd keys or nothing in it is refused in words", () => {
    expect(told("estate: a\n---\nestate: b\n")).toEqual([
      "2: a second document starts here; an estate file holds one (use several files instead)",
    ]);
    expect(told("estate: a\nhosts:\n\tweb1: {}\n")).toEqual(["3: a tab can't be used to indent; use spaces"]);
    expect(told("estate: !!js/function foo\n")).toEqual(["1: YAML tags aren't used in an estate file"]);
    expect(told("estate: a\n? [x]\n: 1\n")).toEqual(["2: a key must be plain text"]);
    expect(told("estate: a\n: 1\n")).toEqual(["2: a key must be plain text"]);
    for (const text of ["", "\n\n", "# nothing\n", "---\n", "null\n"]) {
      expect(told(text)).toEqual(["1: the file is empty; the smallest estate is `estate: NAME`"]);
    }
    expect(told("- estate\n")).toEqual([
      "1: an estate file is a map of keys such as `estate: shop`; this is something else",
    ]);
    expect(told("estate: \u0000\n")).toEqual(["1: this isn't text: a control character stands here"]);
  });

  it("in a JSON file must be JSON", () => {
    const messages = (text: string): string[] =>
      mistakesOf({ "a.json": text }).map((it) => `${it.line}:${it.column} ${it.message}`);
    expect(messages('{"estate": "a",\n}')).toEqual(["2:1 this isn't JSON (it may be YAML: then name the file .yaml)"]);
    expect(messages("estate: a\n")).toEqual(["1:9 this isn't JSON (it may be YAML: then name the file .yaml)"]);
    expect(messages('{\n\t"estate": "a\\/b\\u00e9"\n}')).toEqual([expect.stringContaining("found `a/bé`")]);
  });
});

describe("a hostile file", () => {
  it("larger than 1 MiB is refused by its size", async () => {
    const path = write("large.yaml", "");
    truncateSync(path, 10_000_000);
    expect(await refusal(path)).toBe("FOLDER/large.yaml: the file has 10000000 bytes; more than 1 MiB isn't read");
  });

  it("that isn't UTF-8 text is refused", async () => {
    expect(await refusal(write("latin.yaml", Uint8Array.of(0x61, 0x3a, 0x20, 0xe9)))).toBe(
      "FOLDER/latin.yaml: this isn't text in UTF-8",
    );
    expect(await refusal(write("utf16.yaml", Uint8Array.of(0xff, 0xfe, 0x61, 0x00)))).toBe(
      "FOLDER/utf16.yaml: this isn't text in UTF-8",
    );
    expect(await refusal(write("nul.yaml", "a: \0"))).toContain(
      "FOLDER/nul.yaml:1:4: this isn't text: a control character stands here",
    );
  });

  it("that isn't there, or isn't a file, is refused", async () => {
    expect(await refusal(join(folder, "none.yaml"))).toBe("FOLDER/none.yaml: there is no such file or folder");
    symlinkSync("loop.yaml", join(folder, "loop.yaml"));
    expect(await refusal(join(folder, "loop.yaml"))).toBe(
      "FOLDER/loop.yaml: this is a symbolic link that leads to itself",
    );
    execFileSync("mkfifo", [join(folder, "pipe.yaml")]);
    expect(await refusal(join(folder, "pipe.yaml"))).toBe("FOLDER/pipe.yaml: this isn't a file");
    expect(await refusal("/dev/zero")).toBe("/dev/zero: this isn't a file");
    expect(await refusal("a\0b")).toContain("a path can't hold a NUL character");
  });

  it.skipIf(process.getuid?.() === 0)("that may not be read is refused", async () => {
    const path = write("closed.yaml", "estate: a");
    chmodSync(path, 0);
    expect(await refusal(path)).toBe("FOLDER/closed.yaml: no permission to read this");
  });
});

describe("a folder", () => {
  it("is read by the names of its files, without the folders in it", async () => {
    const path = join(folder, "good");
    mkdirSync(join(path, "below"), { recursive: true });
    symlinkSync("..", join(path, "below", "up"));
    writeFileSync(join(path, "b.yml"), "hosts: {web1: {}}");
    writeFileSync(join(path, "a.json"), '{"estate": "example"}');
    writeFileSync(join(path, "notes.txt"), "[");
    const { estate, files } = await loadEstate(path);
    expect(estate.estate).toBe("example");
    expect(files.map((it) => it.replace(folder, ""))).toEqual(["/good/a.json", "/good/b.yml"]);
  });

  it("without estate files is refused", async () => {
    mkdirSync(join(folder, "none"));
    expect(await refusal(join(folder, "none"))).toBe(
      "FOLDER/none: this folder holds no estate file (*.yaml, *.yml, *.json)",
    );
  });

  it("that refers to itself among its files is refused", async () => {
    const path = join(folder, "circle");
    mkdirSync(path);
    symlinkSync(".", join(path, "self.yaml"));
    expect(await refusal(path)).toBe("FOLDER/circle/self.yaml: this isn't a file");
  });
});

describe("whatever the text", () => {
  const example = readFileSync(new URL("../../../examples/estate.yaml", import.meta.url), "utf8");
  const harmless = (text: string, file = "estate.yaml"): void => {
    for (const it of mistakesOf({ [file]: text })) {
      expect(it.line).toBeGreaterThan(0);
      expect(it.column).toBeGreaterThan(0);
      expect(it.length).toBeGreaterThan(0);
      expect(it.caret).toBeGreaterThanOrEqual(0);
      expect(it.caret).toBeLessThanOrEqual(it.excerpt.length);
      expect(it.message).not.toMatch(/zod|invalid_|undefined|\[object/i);
    }
  };

  it("nothing but mistakes comes of random text", () => {
    const yamlish = fc.array(
      fc.constantFrom(
        "a",
        "estate",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "[",
        "]",
        "{",
        "}",
        ",",
        "&a ",
        "*a",
        "!t ",
        '"',
        "'",
        "|",
        ">",
        "#",
        "---\n",
        "? ",
        "\t",
        "%",
        "1",
        "\0",
        "é",
        "\ud800",
        "env:A",
        "password: ",
      ),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(yamlish, (parts) => harmless(parts.join(""))),
      { numRuns: 1000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => harmless(text, "estate.json")),
      { numRuns: 500 },
    );
  });

  it("nothing but mistakes comes of random bytes in a file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const path = write("random.yaml", bytes);
        await loadEstate(path).catch((error: unknown) => expect(error).toBeInstanceOf(EstateError));
      }),
      { numRuns: 200 },
    );
  });

  it("nothing but mistakes comes of a spoilt estate", () => {
    const cut = fc.record({
      at: fc.nat(example.length),
      remove: fc.nat(40),
      insert: fc.oneof(
        fc.constant(""),
        fc.string({ maxLength: 8 }),
        fc.constantFrom("[", "{", "&a *a", "\n", ": ", "null", "5", "'"),
      ),
    });
    fc.assert(
      fc.property(fc.array(cut, { minLength: 1, maxLength: 4 }), (cuts) => {
        harmless(cuts.reduce((text, it) => text.slice(0, it.at) + it.insert + text.slice(it.at + it.remove), example));
      }),
      { numRuns: 150 },
    );
  });
});
