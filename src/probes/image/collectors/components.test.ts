import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { collectEntries, type MadeEntry } from "../../../../test/bed/image-of-folder.ts";
import { requireProgram } from "../../../../test/bed/program.ts";
import { runFolder } from "../../../../test/bed/run-folder.ts";
import { imageComponentsSchema } from "../facts/packages.ts";
import { components } from "./components.ts";

const facts = (...made: readonly MadeEntry[]) => collectEntries(components, made);
const told = (...made: readonly MadeEntry[]) =>
  facts(...made).components.map((it) => `${it.ecosystem} ${it.name} ${it.version}`);

test.each([
  ["a/node_modules/@s/x/package.json", '{"name":"@s/x","version":"1.2.3"}', ["npm @s/x 1.2.3"]],
  [
    "a/package-lock.json",
    '{"packages":{"":{"version":"1.0.0"},"node_modules/a/node_modules/b":{"version":"2.0.0"}}}',
    ["npm b 2.0.0"],
  ],
  [
    "a/package-lock.json",
    '{"dependencies":{"a":{"version":"1.0.0","dependencies":{"b":{"version":"2.0.0"}}}}}',
    ["npm a 1.0.0", "npm b 2.0.0"],
  ],
  [
    "a/requirements.txt",
    "django==4.2.1 ; python_version > '3'\nflask>=2\n# x==1\n-r b.txt\nuvicorn[standard]==0.1\n",
    ["PyPI django 4.2.1", "PyPI uvicorn 0.1"],
  ],
  [
    "v/site-packages/x-1.dist-info/METADATA",
    "Metadata-Version: 2.1\nName: x\nVersion: 1.0\n\nName: no\n",
    ["PyPI x 1.0"],
  ],
  [
    "a/Gemfile.lock",
    "GEM\n  specs:\n    rack (2.2.8)\n      dep (>= 1)\n    nokogiri (1.15.4-x86_64-linux)\n",
    ["RubyGems rack 2.2.8", "RubyGems nokogiri 1.15.4"],
  ],
  ["g/specifications/json-2.6.3.gemspec", "", ["RubyGems json 2.6.3"]],
  [
    "a/Cargo.lock",
    '[[package]]\nname = "own"\nversion = "0.1.0"\n\n[[package]]\nname = "serde"\nversion = "1.0.1"\nsource = "registry+https://x"\n',
    ["crates.io serde 1.0.1"],
  ],
  ["a/composer.lock", '{"packages":[{"name":"a/b","version":"v1.2.3"}]}', ["Packagist a/b 1.2.3"]],
])("%s names %#", (path, content, lines) => {
  expect(told({ path, content })).toEqual(lines);
});

test("what is installed is told once, from where it lies", () => {
  const lock = { path: "a/package-lock.json", content: '{"packages":{"node_modules/x":{"version":"1.0.0"}}}' };
  const module = { path: "a/node_modules/x/package.json", content: '{"name":"x","version":"1.0.0"}' };
  expect(facts(lock, module).components).toEqual([
    { ecosystem: "npm", name: "x", version: "1.0.0", path: "/a/node_modules/x/package.json" },
  ]);
});

test("what a package of the distribution brings is a matter of its list", () => {
  const path = "usr/lib/python3/dist-packages/x-1.dist-info/METADATA";
  const list = { path: "var/lib/dpkg/info/python3-x.list", content: `/.\n/${path}\n/usr/bin/own\n` };
  const program = { path: "usr/bin/own", mode: 0o755, content: `\x7fELF${"x".repeat(80)}` };
  expect(facts(list, { path, content: "Name: x\nVersion: 1\n" }, program)).toMatchObject({
    components: [],
    unidentified: [],
  });
});

test("an executable that nothing names is unidentified", () => {
  expect(facts({ path: "opt/tool", mode: 0o755, content: `\x7fELF${"x".repeat(80)}` }).unidentified).toEqual([
    "/opt/tool",
  ]);
});

const go = requireProgram("go");
test.skipIf(go === undefined)(
  "reads the build information of a program of Go",
  () => {
    const folder = runFolder("go");
    writeFileSync(join(folder, "go.mod"), "module example.com/shop\n\ngo 1.18\n");
    writeFileSync(join(folder, "main.go"), 'package main\n\nfunc main() { println("x") }\n');
    execFileSync(go ?? "", ["build", "-o", "shop", "."], {
      cwd: folder,
      env: {
        ...process.env,
        GOFLAGS: "-mod=mod -buildvcs=false",
        GOPROXY: "off",
        GOCACHE: join(folder, "cache"),
        CGO_ENABLED: "0",
      },
      stdio: "pipe",
    });
    const version = execFileSync(go ?? "", ["env", "GOVERSION"], { encoding: "utf8" })
      .trim()
      .replace(/^go/, "");
    const found = facts({ path: "shop", mode: 0o755, content: readFileSync(join(folder, "shop")) });
    expect(found.components.map((it) => `${it.name} ${it.version}`)).toContain(`stdlib ${version}`);
    expect(found.unidentified).toEqual([]);
  },
  120_000,
);

test("reads what Maven says in archives, and in archives inside them", () => {
  const pom = zip([
    ["META-INF/maven/org.x/y/pom.properties", Buffer.from("version=1.2\ngroupId=org.x\nartifactId=y\n")],
  ]);
  const plain = zip([["a.class", Buffer.alloc(3)]]);
  const war = zip([
    ["WEB-INF/lib/y.jar", pom],
    ["WEB-INF/lib/plain.jar", plain],
  ]);
  expect(told({ path: "srv/y.jar", content: pom })).toEqual(["Maven org.x:y 1.2"]);
  const found = facts({ path: "srv/shop.war", content: war });
  expect(found.components.map((it) => it.name)).toEqual(["org.x:y"]);
  expect(found.unidentified).toEqual(["/srv/shop.war!/WEB-INF/lib/plain.jar"]);
  const cut = facts({ path: "srv/shop.war", content: war.subarray(0, 100) });
  expect([cut.unidentified, cut.unseen.length]).toEqual([["/srv/shop.war"], 1]);
});

const javaFolder = "/usr/share/java";
const java = requireProgram("java");
test.skipIf(java === undefined)("reads real archives of Java", () => {
  const jars = readdirSync(javaFolder)
    .filter((it) => it.endsWith(".jar"))
    .slice(0, 60);
  const found = facts(...jars.map((it) => ({ path: `opt/${it}`, content: readFileSync(join(javaFolder, it)) })));
  expect(found.components.length).toBeGreaterThan(0);
  expect(found.unseen).toEqual([]);
});

test("garbage is no error, and neither is an archive that unpacks without end", () => {
  const places = [
    "a.jar",
    "a/package-lock.json",
    "a/composer.lock",
    "a/Cargo.lock",
    "requirements.txt",
    "x",
    "a/node_modules/b/package.json",
  ];
  const go = Buffer.from("\x7fELF............\xff Go buildinf:\x08\x02", "latin1");
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.uint8Array({ maxLength: 500 }), fc.boolean(), (path, bytes, asGo) => {
      const content = Buffer.concat(
        asGo ? [go, bytes] : [bytes, Buffer.from("PK\x05\x06"), Buffer.from(bytes).subarray(0, 18)],
      );
      expect(imageComponentsSchema.safeParse(facts({ path, mode: 0o755, content })).success).toBe(true);
    }),
    { numRuns: 500 },
  );
  const bomb = zip([["lib/a.jar", Buffer.alloc(80 * 1024 * 1024)]]);
  expect(facts({ path: "bomb.jar", content: bomb }).unseen).toHaveLength(1);
});

/** A ZIP archive of deflated files. */
function zip(files: readonly (readonly [string, Buffer])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(content.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
