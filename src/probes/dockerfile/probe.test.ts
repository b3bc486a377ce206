import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { probeContext } from "../../../test/bed/observe.ts";
import { runFolder } from "../../../test/bed/run-folder.ts";
import type { DockerfileDeclaration } from "../../estate/resolved.ts";
import { dockerfileSecretsSchema } from "./facts.ts";
import { readIgnoreFile } from "./ignore-file.ts";
import probe from "./probe.ts";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = runFolder("dockerfile");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
function told(path: string) {
  const declared: DockerfileDeclaration = { path, arguments: {}, contexts: {}, baseImages: [] };
  const subject = { id: "dockerfile:it", kind: "dockerfile", name: "it", systems: [], declared };
  return probe.observe(subject as never, probeContext());
}
async function secretPlaces(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const [, second] = await told(join(folderWith(files), "Dockerfile"));
  if (second === undefined || !("facts" in second)) throw new Error("no facts");
  return dockerfileSecretsSchema.parse(second.facts).found.map((it) => it.place);
}

const env = "DB_PASSWORD=hunter22-is-long\n";
const key = `-----BEGIN PRIVATE KEY-----\n${"QUJD".repeat(20)}\n-----END PRIVATE KEY-----\n`;

describe("secrets in files that a build copies", () => {
  const files = { ".env": env, "conf/tls.key": key, ".env.example": env, "src/app.js": "x" };
  it("are found where all is copied", async () => {
    expect(await secretPlaces({ Dockerfile: "FROM a\nCOPY . /app\n", ...files })).toEqual([".env", "conf/tls.key"]);
  });
  test.each([
    ["COPY src /app", []],
    ["COPY ./conf/ /app", ["conf/tls.key"]],
    ["COPY conf/*.key /app", ["conf/tls.key"]],
    ["COPY --from=b . /app", []],
    ["ADD https://x.example.com/a /a", []],
  ])("are those that %j takes", async (instruction, places) => {
    expect(await secretPlaces({ Dockerfile: `FROM a\n${instruction}\n`, ...files })).toEqual(places);
  });
  it("are left out where .dockerignore keeps them out, or no stage that is built copies them", async () => {
    expect(
      await secretPlaces({ Dockerfile: "FROM a\nCOPY . /app\n", ".dockerignore": "**/*.key\n.env\n", ...files }),
    ).toEqual([]);
    expect(await secretPlaces({ Dockerfile: "FROM a AS t\nCOPY . /\nFROM a\n", ...files })).toEqual([]);
    const own = { ".dockerignore": "*\n", "Dockerfile.dockerignore": "conf\n" };
    expect(await secretPlaces({ Dockerfile: "FROM a\nCOPY . /\n", ...own, ...files })).toEqual([".env"]);
  });
  it("are not looked for behind links, and never shown", async () => {
    const folder = folderWith({ Dockerfile: "FROM a\nCOPY . /\n", ".env": env });
    symlinkSync("/etc", join(folder, "etc"));
    symlinkSync("/dev/zero", join(folder, "zero.key"));
    const all = await told(join(folder, "Dockerfile"));
    expect(all[1]).toMatchObject({ facts: { found: [{ place: ".env" }] } });
    expect(JSON.stringify(all)).not.toContain("hunter22");
  });
});

describe(".dockerignore", () => {
  test.each([
    [".env", ".env", true],
    ["*.key", "a.key", true],
    ["*.key", "sub/a.key", false],
    ["**/*.key", "sub/deep/a.key", true],
    ["**/*.key", "a.key", true],
    ["conf", "conf/a/b", true],
    ["/conf/", "conf/a", true],
    ["*\n!src", "src/a", false],
    ["*\n!src", "lib/a", true],
    ["!a\na", "a", true],
    ["# a", "a", false],
    ["a?c", "abc", true],
    ["a/**/d", "a/b/c/d", true],
    [`${"*a".repeat(200)}b`, "a".repeat(400), false],
    [`${"**/".repeat(200)}b`, "a/".repeat(200), false],
  ])("%j keeps %j out: %s", (text, path, ignored) => {
    expect(readIgnoreFile(text)(path)).toBe(ignored);
  });
});

describe("what is no Dockerfile", () => {
  it("is trouble: nothing there, nothing that is text, no FROM, too large", async () => {
    const folder = folderWith({
      binary: "FROM a\0",
      empty: "",
      plain: "hello",
      large: `FROM a\n${"# x\n".repeat(100_000)}`,
      flags: `FROM a\nRUN${" --a=b".repeat(6000)} x\n`,
    });
    const kinds = [];
    for (const name of ["gone", "binary", "empty", "plain", "large", "flags"]) {
      const [first] = await told(join(folder, name));
      kinds.push(first !== undefined && "trouble" in first ? first.trouble.kind : "facts");
    }
    expect(kinds).toEqual(["unreachable", "unparsable", "unparsable", "unparsable", "budget", "budget"]);
  });
  it("is a pipe or a device: never waited for", async () => {
    const folder = folderWith({});
    execFileSync("mkfifo", [join(folder, "Dockerfile")]);
    expect(await told(join(folder, "Dockerfile"))).toMatchObject([{ trouble: { kind: "unreachable" } }, {}]);
    expect(await told("/dev/zero")).toMatchObject([{ trouble: { kind: "unreachable" } }, {}]);
  });
});
