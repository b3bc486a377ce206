import { describe, expect, it } from "vitest";
import { sourceFiles } from "./source-files.ts";

/** The rooms from the ground up; an import goes to the same room or to one before it. */
const rooms = [
  "verdict",
  "standard",
  "estate",
  "transports",
  "advisories",
  "probes",
  "controls",
  "assessment",
  "discovery",
  "reports",
  "cli",
];
const files = sourceFiles();
const roomOf = (path: string) => path.split("/")[1] ?? "";

function offenders(isWrong: (from: string, to: string) => boolean): readonly string[] {
  return files.flatMap(({ path, imports }) => imports.filter((to) => isWrong(path, to)).map((to) => `${path} → ${to}`));
}

describe("the floors", () => {
  it("hold every file but the library's entrance", () => {
    const homeless = files.filter(({ path }) => path !== "src/index.ts" && !rooms.includes(roomOf(path)));
    expect(homeless.map((it) => it.path)).toEqual([]);
  });

  it("are never climbed: an import only goes down", () => {
    const climbs = (from: string, to: string) =>
      to.startsWith("src/") && rooms.includes(roomOf(from)) && rooms.indexOf(roomOf(to)) > rooms.indexOf(roomOf(from));
    expect(offenders(climbs)).toEqual([]);
  });

  it("keep the algebra from knowing where an outcome came from", () => {
    expect(offenders((from, to) => roomOf(from) === "verdict" && roomOf(to) !== "verdict")).toEqual([]);
  });

  it("keep controls from I/O and from the clock", () => {
    expect(offenders((from, to) => roomOf(from) === "controls" && to.startsWith("node:"))).toEqual([]);
    const clocked = files.filter(
      ({ path, text }) => roomOf(path) === "controls" && /Date\.now|new Date\(\)|Math\.random|performance\./.test(text),
    );
    expect(clocked.map((it) => it.path)).toEqual([]);
  });

  it("keep the assessment from knowing a control or a probe by name", () => {
    const concrete = /^src\/(controls\/.+\/|controls\/registry|probes\/.+\/|probes\/registry)/;
    expect(offenders((from, to) => roomOf(from) === "assessment" && concrete.test(to))).toEqual([]);
  });

  it("let only transports, probes, estate files and the command line touch the outside", () => {
    const outside = /^node:(fs|net|tls|http|https|child_process|dns|dgram)/;
    const pure = ["verdict", "standard", "controls", "assessment", "discovery", "reports"];
    const touching = files.filter(({ path, text, imports }) => {
      const asksOnlyForAddresses = /import \{ (isIP(v[46])?(, )?)+ \} from "node:net"/.test(text);
      return pure.includes(roomOf(path)) && imports.some((to) => outside.test(to)) && !asksOnlyForAddresses;
    });
    expect(touching.map((it) => it.path)).toEqual([]);
  });
});
