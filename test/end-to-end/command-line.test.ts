import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, test } from "vitest";
import { runFolder } from "../bed/run-folder.ts";
import { holdfast, type JsonReport, written } from "./holdfast.ts";

const estate = `
estate: here
environments:
  production: { kind: production }
systems:
  here: { environment: production, hosts: [here] }
hosts:
  here: {}
`;

describe("what is recorded", () => {
  const folder = runFolder("recording");
  const recording = join(folder, "observations.json");
  let first: string;
  beforeAll(async () => {
    const args = ["check", written("estate.yaml", estate), "--record", recording, "--json", "--quiet"];
    first = (await holdfast(args)).stdout;
  });

  it("is for its owner's eyes only", () => expect(statSync(recording).mode & 0o077).toBe(0));

  it("gives the same report as the assessment itself, and the same bytes every time", async () => {
    const again = await holdfast(["judge", "--observations", recording, "--json"]);
    const oncemore = await holdfast(["judge", "--observations", recording, "--json"]);
    expect(again.stdout).toBe(first);
    expect(oncemore.stdout).toBe(again.stdout);
  });

  test.each(["terminal", "html", "sarif", "junit", "markdown", "csv", "oscal"])(
    "is told the same way twice as %s",
    async (format) => {
      const [one, other] = await Promise.all(
        [1, 2].map(() => holdfast(["judge", "--observations", recording, "--format", format])),
      );
      expect(one?.stdout.length).toBeGreaterThan(500);
      expect(other?.stdout).toBe(one?.stdout);
    },
  );

  it("costs only its own conclusions where one observation is spoilt", async () => {
    const spoilt = JSON.parse(readFileSync(recording, "utf8"));
    const index = spoilt.observations.findIndex((it: { fact: string }) => it.fact === "host-sysctl");
    spoilt.observations[index].facts = { values: 7 };
    const ran = await holdfast(["judge", "--observations", written("spoilt.json", JSON.stringify(spoilt)), "--json"]);
    const report: JsonReport = JSON.parse(ran.stdout);
    expect(report.unknowns.filter((it) => it.control === "aslr-on").map((it) => it.reason)).toEqual([
      expect.stringContaining("unparsable"),
    ]);
  });

  it("counts no observation twice", async () => {
    const twice = JSON.parse(readFileSync(recording, "utf8"));
    twice.observations.push(twice.observations[0]);
    const ran = await holdfast(["judge", "--observations", written("twice.json", JSON.stringify(twice)), "--json"]);
    expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("two observations") });
  });

  it("is held to the same rules as an estate file", async () => {
    const forged = JSON.parse(readFileSync(recording, "utf8"));
    forged.estate.people = { ada: {} };
    forged.estate.attestations = [
      {
        ...{ requirement: "INC-1", aspect: "drill", system: "here", by: "ada", evidence: "a record" },
        ...{ statement: "it was all done", on: "2026-01-01", until: "9999-12-31" },
      },
    ];
    const ran = await holdfast(["judge", "--observations", written("forged.json", JSON.stringify(forged)), "--json"]);
    expect(ran).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("`attestations[0].until`") });
    forged.estate.attestations[0].until = "2026-12-31";
    const mended = await holdfast([
      "judge",
      "--observations",
      written("forged.json", JSON.stringify(forged)),
      "--json",
    ]);
    expect(mended.code).not.toBe(2);
  });

  test.each([
    ["garbage", "\u0000\u0001 not json at all"],
    ["half a file", '{"schema":"holdfast-observations-1","observations":['],
    ["another kind of JSON", '{"schema":"something-else"}'],
    ["nothing", ""],
  ])("is refused with a clear error when it is %s", async (_, text) => {
    const file = written("observations.json", text);
    const ran = await holdfast(["judge", "--observations", file]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(file);
    expect(ran.stderr).toContain("holdfast check --record");
    expect(ran.stderr).not.toMatch(/\n\s+at /);
  });
});

describe("the command line", () => {
  it("tells every mistake of an estate file with its place, and ends with 2", async () => {
    const file = written("estate.yaml", `${estate.replace("kind: production", "kind: prodution")}hosst: {}\n`);
    const ran = await holdfast(["check", file]);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(`${file}:4:`);
    expect(ran.stderr).toContain("production");
    expect(ran.stderr).toMatch(/hosts\b/);
  });

  it.each([
    [["check", "--only", "HAR-99"], "HAR-9"],
    [["check", written("estate.yaml", estate), "--system", "her"], "here"],
    [["standard", "HAR99"], "HAR-9"],
    [["explain", "trace-refusd"], "trace-refused"],
    [["chekc"], "check"],
    [["check", "postgres://app@db.example.com/shop"], "postgres"],
  ])("%j is a usage error that teaches", async (args, hint) => {
    const ran = await holdfast(args);
    expect(ran).toMatchObject({ code: 2, stdout: "" });
    expect(ran.stderr).toContain(hint);
  });

  it("writes forms by the ending of the file, and the terminal's to standard output", async () => {
    const folder = runFolder("reports");
    const html = join(folder, "report.html");
    const sarif = join(folder, "report.sarif");
    const ran = await holdfast([
      "check",
      written("estate.yaml", estate),
      "--only",
      "MNT",
      "--output",
      html,
      sarif,
      "--quiet",
    ]);
    expect(ran.stdout).toContain("MNT-1");
    expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(readFileSync(sarif, "utf8"))).toMatchObject({ version: "2.1.0" });
  });

  it.each(["--output", "--record"])("writes nothing through a symbolic link that %s names", async (option) => {
    const target = written("target", "someone else's");
    const link = join(runFolder("reports"), "report.json");
    symlinkSync(target, link);
    const ran = await holdfast(["check", written("estate.yaml", estate), "--only", "INC", "--quiet", option, link]);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining(`${link} is a symbolic link`) });
    expect(readFileSync(target, "utf8")).toBe("someone else's");
  });

  it("colours nothing that is not a terminal, unless it is forced", async () => {
    const args = ["check", written("estate.yaml", estate), "--only", "MNT", "--quiet"];
    expect((await holdfast(args)).stdout).not.toContain("\u001b[");
    expect((await holdfast(args, { env: { FORCE_COLOR: "1" } })).stdout).toContain("\u001b[");
    expect((await holdfast(args, { env: { FORCE_COLOR: "1", NO_COLOR: "1" } })).stdout).not.toContain("\u001b[");
  });

  it("fails as it is told to", async () => {
    const file = written("estate.yaml", estate);
    const ends = (failOn: string) => holdfast(["check", file, "--only", "INC", "--fail-on", failOn, "--quiet"]);
    expect((await ends("unverified")).code).toBe(3);
    expect((await ends("violated")).code).toBe(0);
    expect((await ends("never")).code).toBe(0);
  });

  it("assesses this machine with no set-up, and says so", async () => {
    const ran = await holdfast(["check", "--json", "--fail-on", "never"], { alone: true });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("No estate file");
    const report: JsonReport = JSON.parse(ran.stdout);
    expect(new Set(report.requirements.map((it) => it.id)).size).toBe(51);
    expect(report.observations.some((it) => it.probe === "host")).toBe(true);
  });

  it("drafts an estate file that it then assesses, and does not replace it unasked", async () => {
    const cwd = runFolder("init");
    writeFileSync(join(cwd, "Dockerfile"), "FROM scratch\n");
    expect((await holdfast(["init", "--no-input"], { cwd, alone: true })).code).toBe(0);
    expect(readFileSync(join(cwd, "holdfast.yaml"), "utf8")).toContain("Dockerfile");
    expect((await holdfast(["estate", "validate"], { cwd })).code).toBe(0);
    expect(await holdfast(["init", "--no-input"], { cwd, alone: true })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--force"),
    });
    expect((await holdfast(["check", "--only", "MNT-1", "--fail-on", "never"], { cwd })).code).toBe(0);
  });

  it("completes words for the shells", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      expect((await holdfast(["complete", shell])).stdout).toContain("holdfast");
    }
    expect((await holdfast(["complete", "--", "ch"])).stdout).toContain("check");
  });

  it("helps with examples, having loaded no probe and no control", async () => {
    const coverage = runFolder("coverage");
    const ran = await holdfast(["--help"], { env: { NODE_V8_COVERAGE: coverage } });
    expect(ran.stdout).toContain("Examples:");
    const loaded = readdirSync(coverage).flatMap((name) => {
      const { result }: { result: { url: string }[] } = JSON.parse(readFileSync(join(coverage, name), "utf8"));
      return result.map((it) => it.url).filter((url) => url.includes("/src/"));
    });
    expect(loaded).toContainEqual(expect.stringContaining("/src/cli/program.ts"));
    expect(loaded.filter((url) => !url.includes("/src/cli/"))).toEqual([]);
  });
});
