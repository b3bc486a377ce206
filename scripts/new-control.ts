import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requirements } from "../src/standard/catalog.ts";
import { controlsFolder } from "./control-folders.ts";

/** Writes the folder of a new control: `npm run new:control -- SECTION ID REQUIREMENT ASPECT`. */
const [section, id, requirementId, aspectId] = process.argv.slice(2);
const requirement = requirements.find((it) => it.id === requirementId);
const aspect = requirement?.aspects.find((it) => it.id === aspectId);
if (section === undefined || id === undefined || requirement === undefined || aspect === undefined) {
  const aspects = requirement?.aspects.map((it) => it.id).join(", ");
  process.stderr.write(
    "npm run new:control -- SECTION ID REQUIREMENT ASPECT, such as: hardening trace-refused HAR-10 trace\n" +
      (aspects === undefined ? "" : `Aspects of ${requirementId}: ${aspects}\n`),
  );
  process.exit(2);
}
const folder = join(controlsFolder, section, id);
if (existsSync(folder)) {
  process.stderr.write(`${folder} is there already\n`);
  process.exit(2);
}
const facts = aspect.subjects[0] === "host" ? "host-os" : "http-answers";

const control = `import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

export default control({
  id: "${id}",
  requirement: "${requirement.id}",
  aspect: "${aspect.id}",
  subject: "${aspect.subjects[0]}",
  observes: ["${facts}"],
  severity: "medium",
  title: "TODO: the claim, as a sentence that is true when it holds",
  problems: { wrong: "TODO: what is wrong, with the {observed} value" },
  judge: (_seen, _context) =>
    settle({ problems: [], gaps: [{ reason: "not judged yet", wouldVerify: "write the judge" }], because: "TODO" }),
  remedy: {},
});
`;
const test = `import { testCases } from "../../../../test/control-cases.ts";
import control from "./control.ts";

testCases(control, import.meta.url);
`;
const page = `# TODO: the claim

## What is checked

## Why

## How to mend

## How to check by hand

## When it does not apply
`;
const files: Readonly<Record<string, string>> = { "control.ts": control, "control.test.ts": test, "README.md": page };
mkdirSync(join(folder, "cases"), { recursive: true });
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
for (const outcome of ["holds", "fails", "unknown"]) {
  const it = { why: "TODO", observed: { [facts]: { facts: {} } }, expect: { outcome } };
  writeFileSync(join(folder, "cases", `${outcome}-todo.json`), `${JSON.stringify(it, null, 2)}\n`);
}
process.stdout.write(`Wrote ${folder}. Fill it in, then: npm run registry && npm run docs && npm test\n`);
