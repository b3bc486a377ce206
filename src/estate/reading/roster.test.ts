import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mistakesOf } from "../../../test/estate-mistakes.ts";
import { loadEstate, parseEstate } from "../load.ts";
import { readCsv } from "./csv.ts";

const estate = "estate: example\nroster: {csv: people.csv}\npeople: {ada: {}}\n";
const told = (csv: string): string[] =>
  mistakesOf({ "estate.yaml": estate, "people.csv": csv }).map(
    (it) =>
      `${it.file}:${it.line}:${it.column} ${it.message}${it.suggestion === undefined ? "" : ` → ${it.suggestion}`}`,
  );

describe("a roster", () => {
  it("gives people beside those of the estate file", () => {
    const csv =
      'name,fullName,email,status,left,roles,accounts,keys\r\nmary,"Example, ""M""",mary@example.com,left,2026-05-31,operator; developer,mary,\r\n\r\nalan,,,,,,"a;b",SHA256:x\r\n';
    const {
      estate: loaded,
      files,
      place,
    } = parseEstate([
      { file: "conf/estate.yaml", text: estate },
      { file: "conf/people.csv", text: csv },
    ]);
    expect(loaded.people).toEqual({
      ada: { status: "active", roles: [], accounts: [], keys: [] },
      mary: {
        fullName: 'Example, "M"',
        email: "mary@example.com",
        status: "left",
        left: "2026-05-31",
        roles: ["operator", "developer"],
        accounts: ["mary"],
        keys: [],
      },
      alan: { status: "active", roles: [], accounts: ["a", "b"], keys: ["SHA256:x"] },
    });
    expect(files).toEqual(["conf/estate.yaml", "conf/people.csv"]);
    expect(place(["people", "mary", "email"])).toEqual({ file: "conf/people.csv", line: 2, column: 23 });
  });

  it("has its mistakes told by file, line and column", () => {
    expect(
      told(
        "name,fullname,status\nada,x,active\nbob,x,activ\nbob,x,left\ncarl,x\n,x,left\ntoString,x,left\nbad name,,\n",
      ),
    ).toEqual([
      "people.csv:1:6 a roster can't have this column; it can have name, fullName, email, status, left, roles, accounts, keys → fullName",
      "people.csv:2:1 `people.ada` is given twice: here and in estate.yaml, line 3",
      "people.csv:3:7 `people.bob.status` must be active, leave or left, found `activ` → active",
      "people.csv:4:1 `bob` is given twice: here and in line 3",
      "people.csv:5:1 this row has 2 cells, the header has 3",
      "people.csv:6:1 this row lacks a name",
      "people.csv:7:1 `toString` is a reserved word and can't be used as a name",
      "people.csv:8:1 `bad name` must be a name: letters, digits, dot, dash, underscore; at most 63",
    ]);
    expect(told("")).toEqual([
      "people.csv:1:1 a roster needs a first row with the names of its columns, `name` among them",
    ]);
    expect(told("name,name\n")).toEqual(["people.csv:1:6 the column `name` is given twice"]);
    expect(told('name\n"bob\n')).toEqual(["people.csv:2:1 this quote is never closed"]);
    expect(told('name,email\n"bob"x,\nca"rl,\n')).toEqual([
      "people.csv:2:1 after a closing quote only a comma or the end of the line can follow",
      "people.csv:3:1 a quote stands inside a cell that isn't quoted; quote the cell, and double the quote",
      expect.stringContaining('`ca"rl` must be a name'),
    ]);
  });

  it("that isn't there is a mistake of the estate file, and its people aren't missed besides", () => {
    const text = `${estate}environments: {p: {kind: test}}\nsystems: {s: {environment: p, owner: mary}}\n`;
    expect(mistakesOf({ "estate.yaml": text }).map((it) => `${it.line}:${it.column} ${it.message}`)).toEqual([
      "2:15 the roster people.csv: there is no such file or folder",
    ]);
  });
});

describe("a roster on disk", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "holdfast-roster-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("is found from the file that names it", async () => {
    mkdirSync(join(folder, "estate"));
    writeFileSync(join(folder, "estate", "a.yaml"), "estate: example\nroster: {csv: ../people.csv}\n");
    writeFileSync(join(folder, "people.csv"), "\ufeffname\nmary\n");
    expect(Object.keys((await loadEstate(join(folder, "estate"))).estate.people)).toEqual(["mary"]);
  });
});

it("cells survive being quoted, whatever is in them", () => {
  const cell = fc
    .string({ unit: fc.constantFrom("a", '"', ",", "\n", "\r", ";", "é"), minLength: 1 })
    .map((it) => `x${it}x`);
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
      const text = rows.map((row) => row.map((it) => `"${it.replaceAll('"', '""')}"`).join(",")).join("\r\n");
      const { rows: read, flaws } = readCsv({ file: "a.csv", text });
      expect(flaws).toEqual([]);
      expect(read.map((row) => row.map((it) => it.text))).toEqual(rows);
    }),
  );
});

it("nothing but mistakes comes of a random roster", () => {
  const text = fc.array(
    fc.constantFrom("name", "status", ",", "\n", '"', "ada", "left", ";", "\r\n", "x y", "__proto__"),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(text, (parts) => {
      expect(told(parts.join("")).join()).not.toMatch(/undefined/);
    }),
  );
});
