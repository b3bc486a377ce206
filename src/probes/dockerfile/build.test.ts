import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { goodDockerfiles } from "../../../test/good-dockerfiles.ts";
import type { DockerfileDeclaration } from "../../estate/resolved.ts";
import { readBuild } from "./build.ts";
import { dockerfileBuildSchema } from "./facts.ts";
import { secretsOfDockerfile } from "./secrets.ts";
import { writtenInstructions } from "./written-instructions.ts";

const bare: DockerfileDeclaration = { path: "Dockerfile", arguments: {}, contexts: {}, baseImages: [] };
const read = (text: string, declared: Partial<DockerfileDeclaration> = {}) =>
  readBuild(writtenInstructions(text), { ...bare, ...declared });
const origin = (text: string, declared: Partial<DockerfileDeclaration> = {}) => read(text, declared).stages[0]?.origin;
const commands = (text: string) =>
  read(`FROM a\n${text}`).stages[0]?.instructions.flatMap((it) => (it.kind === "run" ? it.commands : [])) ?? [];
const lines = (text: string) => commands(text).map((it) => it.words.join(" "));
const unparsed = (text: string) =>
  read(`FROM a\n${text}`).stages[0]?.instructions.flatMap((it) => (it.kind === "run" ? (it.unparsed ?? []) : []));

describe("what a stage begins with", () => {
  test.each([
    ["ARG REG=registry.example.com\nFROM $REG/a:1", {}, "registry.example.com/a:1"],
    [`ARG REG\nFROM \${REG:-mirror.example.com}/a:1`, {}, "mirror.example.com/a:1"],
    [`ARG REG\nFROM \${REG:-mirror.example.com}/a:1`, { REG: "r.example.com" }, "r.example.com/a:1"],
    [`ARG X=1\nFROM a\${X:+-slim}`, {}, "a-slim"],
    [`ARG A=1\nARG B=$A.2\nFROM a:\${B}`, {}, "a:1.2"],
    ['ARG A="b"\nFROM "a:$A"', {}, "a:b"],
    ["FROM a:$TARGETARCH", { TARGETARCH: "amd64" }, "a:amd64"],
  ])("%j with %j is %s", (text, given, written) => {
    expect(origin(text, { arguments: given })).toMatchObject({ kind: "image", image: { written } });
  });

  it("can't be told where a variable has no value, or the builder's machine decides", () => {
    expect(origin("ARG X\nFROM $X")).toEqual({ kind: "unresolved", written: "$X", variables: ["X"] });
    expect(origin("FROM a:$TARGETARCH")).toMatchObject({ kind: "unresolved", variables: ["TARGETARCH"] });
    expect(origin(`FROM a:\${X%.*}`)).toMatchObject({ kind: "unresolved" });
  });

  it("is a variable of no stage: an ARG after FROM gives none", () => {
    expect(read("FROM a\nARG X=b\nFROM $X").stages[1]?.origin.kind).toBe("unresolved");
  });

  it("may be an earlier stage, scratch, or a named context", () => {
    const text = "FROM a AS Base\nFROM base\nFROM scratch\nFROM ctx\nFROM dir";
    const build = read(text, { contexts: { ctx: "docker-image://registry.example.com/b:2", dir: "../dir" } });
    expect(build.stages.map((it) => it.origin.kind)).toEqual(["image", "stage", "scratch", "image", "context"]);
  });
});

describe("which stages count", () => {
  const text =
    "FROM a AS one\nFROM b AS two\nFROM c AS tests\nFROM d\nCOPY --from=one / /\nRUN --mount=from=1,target=/x true";
  it("are those that the target needs", () => {
    expect(read(text).stages.map((it) => it.reached)).toEqual([true, true, false, true]);
  });
  it("follow from the estate's target", () => {
    const build = read(text, { target: "tests" });
    expect([build.target, build.stages.map((it) => it.reached)]).toEqual([2, [false, false, true, false]]);
  });
  it("are told with a gap where there is no such target", () => {
    expect(read(text, { target: "release" }).unseen).toHaveLength(1);
  });
});

it("knows the user of a base image that the estate declares", () => {
  const baseImages = [{ name: "node", reference: "docker.io/library/node:22", user: "node" }];
  expect(read("FROM node:22 AS x\nFROM x", { baseImages }).parent).toEqual({
    image: "docker.io/library/node:22",
    user: "node",
  });
  expect(read("FROM node:20", { baseImages }).parent).toBeUndefined();
});

describe("the commands of RUN", () => {
  test.each<[string, string[]]>([
    ["RUN a && b || c; d & e", ["a", "b", "c", "d", "e"]],
    ["RUN (cd /x && make) | tee log", ["cd /x", "make", "tee log"]],
    [
      'RUN sh -c "apt-get update && apt-get upgrade"',
      ["sh -c apt-get update && apt-get upgrade", "apt-get update", "apt-get upgrade"],
    ],
    ["RUN env A=b sudo -E -u root npm i", ["env A=b sudo -E -u root npm i", "sudo -E -u root npm i", "npm i"]],
    ["RUN echo a | xargs -n 1 rm -f", ["echo a", "xargs -n 1 rm -f", "rm -f"]],
    ["RUN if a; then b; elif c; then d; else e; fi", ["a", "b", "c", "d", "e"]],
    ["RUN for x in 1 2; do get $x; done", ["get $x"]],
    ["RUN case $x in a|b) one;; *) two; esac", ["one", "two"]],
    ["RUN X=1; get /$X", ["get /1"]],
    ["ENV P='a b'\nRUN add $P \"$P\"", ["add a b a b"]],
    ["RUN get 2>&1 >/dev/null \\\n # note\n --now", ["get --now"]],
    ['RUN ["sh", "-c", "a b && c"]', ["sh -c a b && c", "a b", "c"]],
    ["RUN <<EOF\na\nb\nEOF", ["a", "b"]],
    ["RUN bash <<'EOF'\na | b\nEOF", ["bash", "a", "b"]],
    ["RUN cat <<EOF > /f && next\ntext\nEOF", ["cat", "next"]],
    ["RUN f() { inner; }; f", ["inner", "f"]],
    ["RUN find . -exec chmod 777 {} +", ["find . -exec chmod 777 {} +", "chmod 777 {}"]],
    ["RUN [[ -f a && -f b ]] && c", ["[[", "c"]],
    ["RUN eval 'a; b'", ["eval a; b", "a", "b"]],
    ["RUN su app -c 'a b'", ["su app -c a b", "a b"]],
    ["# escape=`\n", []],
  ])("%j are %j", (text, expected) => {
    expect(lines(text)).toEqual(expected);
  });

  it("share a pipeline where one feeds the other", () => {
    const pipelines = (text: string) => commands(text).map((it) => it.pipeline);
    expect(new Set(pipelines("RUN curl a | sh")).size).toBe(1);
    expect(new Set(pipelines("RUN { curl a; curl b; } | sh")).size).toBe(1);
    expect(new Set(pipelines("RUN bash <(curl a)")).size).toBe(1);
    expect(new Set(pipelines("RUN curl a && sh")).size).toBe(2);
    expect(new Set(pipelines("RUN bash <<'EOF'\ncurl a | sh\nEOF").slice(1)).size).toBe(1);
  });

  it("know their line, behind comments and continuations and in heredocs", () => {
    expect(commands("RUN a \\\n # note\n\n && b \\\n && c").map((it) => it.line)).toEqual([2, 5, 6]);
    expect(commands("RUN <<EOF\na\nb\nEOF").map((it) => it.line)).toEqual([3, 4]);
  });

  it("are told as unparsed where the text is no shell script", () => {
    expect(unparsed("RUN echo 'a")).toEqual(["a single quote is not closed"]);
    expect(unparsed("RUN if a; then b")).toHaveLength(1);
    expect(unparsed('SHELL ["powershell"]\nRUN Get-Item')).toEqual(["its shell is powershell"]);
    const endless = `RUN ${"sudo env A=1 ".repeat(2000)}sshd`;
    expect(unparsed(endless)).toEqual(["too many commands run one another"]);
    // Each that runs the next one has all the words of it.
    expect(commands(endless).length).toBeLessThan(20);
    expect(commands("RUN sudo nice env A=1 timeout 5 sshd").at(-1)?.words).toEqual(["sshd"]);
    expect(unparsed("RUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF")).toEqual(["it is a script for python3"]);
  });
});

it("reads ADD with URLs, repositories and their pins", () => {
  const text =
    "FROM a\nADD --checksum=sha256:aa https://x.example.com/a.tgz https://x.example.com/b.tgz rootfs.tar /\nADD https://x.example.com/r.git#0123456789012345678901234567890123456789 /r";
  const fetches = read(text).stages[0]?.instructions.flatMap((it) => (it.kind === "add" ? it.fetches : []));
  expect(fetches?.map((it) => it.checksum?.slice(0, 9))).toEqual(["sha256:aa", "sha256:aa", "012345678"]);
});

it("reads USER with variables, ONBUILD and the syntax directive", () => {
  const build = read(`# syntax=docker/dockerfile:1\nFROM a\nARG U=app\nUSER \${U}\nUSER $GONE\nONBUILD USER root`);
  expect(build.syntax).toMatchObject({ repository: "docker/dockerfile" });
  expect(build.stages[0]?.instructions.filter((it) => it.kind === "user")).toMatchObject([
    { user: "app", variables: [] },
    { variables: ["GONE"] },
    { user: "root", onbuild: true },
  ]);
});

describe("secrets", () => {
  const secrets = (text: string) =>
    secretsOfDockerfile(
      writtenInstructions(text),
      (line) => `D:${line}`,
      (it) => it.slice(0, 4),
    );
  test.each([
    ["ARG NPM_TOKEN=abcdef123", "argument", "NPM_TOKEN"],
    ["ENV DB_PASSWORD hunter22", "environment", "DB_PASSWORD"],
    ["RUN curl -u me:hunter22 https://x.example.com", "instruction", "-u"],
    ["RUN echo 'root:hunter22' | chpasswd", "instruction", "root"],
    ["RUN PASSWORD=hunter22 install", "instruction", "PASSWORD"],
    ["COPY <<EOF /x\npassword=hunter22\nEOF", "instruction", "password"],
    ["RUN git clone https://me:hunter22@x.example.com/r.git", "instruction", "url-with-password"],
  ])("are found in %j", (text, where, name) => {
    expect(secrets(`FROM a\n${text}`)).toMatchObject([{ where, name }]);
    expect(JSON.stringify(read(`FROM a\n${text}`))).not.toMatch(/hunter22|abcdef123/);
  });
  test.each([
    "ARG TOKEN",
    "ENV PASSWORD=$X PASS_FILE=/run/secrets/x",
    "RUN --mount=type=secret,id=token cat /run/secrets/token",
  ])("are none in %j", (text) => {
    expect(secrets(`FROM a\n${text}`)).toEqual([]);
  });
});

describe("Dockerfiles in the manner of published ones", () => {
  test.each([...goodDockerfiles])("%s parses wholly and holds no secret", (_, text) => {
    const written = writtenInstructions(text);
    const flaws = read(text)
      .stages.flatMap((it) => it.instructions)
      .flatMap((it) => (it.kind === "run" ? (it.unparsed ?? []) : []));
    expect(flaws).toEqual([]);
    expect(secretsOfDockerfile(written, String, String)).toEqual([]);
  });
});

describe("garbage", () => {
  const texts = [...goodDockerfiles.values()];
  const pieces = [
    "\\",
    "\n",
    '"',
    "'",
    "$(",
    `\${`,
    ")",
    "}",
    "<<EOF",
    "|",
    "`",
    "FROM ",
    "ONBUILD ",
    "--mount=from=",
    "[",
    "case x in",
    "\0",
    "é",
    "# escape=`\n",
  ];
  test("never throws, and what it tells fits the schema", () => {
    const mutated = fc
      .tuple(
        fc.constantFrom(...texts),
        fc.array(fc.tuple(fc.nat(), fc.nat(60), fc.constantFrom(...pieces)), { maxLength: 6 }),
      )
      .map(([text, edits]) =>
        edits.reduce(
          (it, [at, cut, put]) => it.slice(0, at % (it.length + 1)) + put + it.slice((at % (it.length + 1)) + cut),
          text,
        ),
      );
    fc.assert(
      fc.property(mutated, (text) => {
        const build = read(text);
        secretsOfDockerfile(writtenInstructions(text), String, String);
        return dockerfileBuildSchema.safeParse(build).success;
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  test.each(["$(", `\${a:-`, "{ ", "( ", "if a; then ", "sh -c '", "`", '"$(', "case x in a) "])(
    "of %j many times ends",
    (piece) => {
      const many = `RUN ${piece.repeat(5001)}`;
      expect(unparsed(many)?.length).toBe(1);
    },
  );
});
