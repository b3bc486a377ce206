import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostile, sampleAssessment } from "../../../test/sample-assessment.ts";
import { escaped, html } from "./markup.ts";
import { renderHtml } from "./report.ts";

const text = renderHtml(sampleAssessment());

test("is the same every time", () => {
  expect(renderHtml(sampleAssessment())).toBe(text);
});

test("lets nothing through that a server wrote", () => {
  for (const it of [hostile.script, hostile.image, hostile.cdata]) expect(text).not.toContain(it);
  expect(text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test("escapes whatever a template is given, wherever a string can stand in an assessment", () => {
  const poison = `</details></script><!-- "'\`<b>`;
  const poisoned = JSON.parse(JSON.stringify(sampleAssessment()), (key, value) => {
    const kept = ["status", "level", "severity", "section", "id", "system", "systems", "name", "outcome"];
    return typeof value === "string" && !kept.includes(key) && key.length > 2 && Number.isNaN(Number(key))
      ? `${value}${poison}`
      : value;
  });
  const result = renderHtml(poisoned);
  expect(result).not.toContain("<b>");
  expect(result).not.toContain("<!--");
  expect(result.split("</script>")).toHaveLength(2);
});

test("escaped text has no character that could end an element, an attribute or an entity", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.oneof(fc.constantFrom(..."<>&\"'`;#"), fc.string({ unit: "binary", minLength: 1, maxLength: 1 })),
      }),
      (foreign) => {
        expect(escaped(foreign)).not.toMatch(/[<>"'`\p{Cc}]|&(?!(amp|lt|gt|quot|#39|#96);)/u);
      },
    ),
  );
  expect(html`<p title="${'"'}">${["<", html`<b>${"&"}</b>`]}</p>`.markup).toBe(
    '<p title="&quot;">&lt;<b>&amp;</b></p>',
  );
});

test("allows only its own style and script, by the hashes they really have", () => {
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1];
  const hash = (part: string | undefined) =>
    createHash("sha256")
      .update(part ?? "")
      .digest("base64");
  const [, style] = /<style>([\s\S]*?)<\/style>/.exec(text) ?? [];
  const [, script] = /<script>([\s\S]*?)<\/script>/.exec(text) ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`style-src 'sha256-${hash(style)}'`);
  expect(policy).toContain(`script-src 'sha256-${hash(script)}'`);
  expect(text).not.toMatch(/\s(style|on\w+)="/);
});

test("tells every requirement, finding, unknown, observation and exception", () => {
  const assessment = sampleAssessment();
  for (const it of assessment.requirements) expect(text).toContain(`id="${it.id}-${it.system}"`);
  for (const it of assessment.findings) {
    expect(text).toContain(escaped(it.problem));
    for (const { provenance } of it.evidence) for (const { sha256 } of provenance) expect(text).toContain(sha256);
  }
  for (const it of assessment.unknowns) expect(text).toContain(escaped(it.reason));
  expect(text).toContain("approved by alice");
  expect(text).toContain("by alice, until");
  expect(text).toContain("record REV-118");
});

test("names a requirement's anchor by its id alone where there is one system", () => {
  const all = sampleAssessment();
  const systems = all.systems.filter((it) => it.name === "shop");
  const requirements = all.requirements.filter((it) => it.system === "shop");
  expect(renderHtml({ ...all, systems, requirements })).toContain('id="HAR-10"');
});

test("stays under 40 KB besides its data", () => {
  const empty = {
    ...sampleAssessment(),
    requirements: [],
    findings: [],
    unknowns: [],
    outcomes: [],
    observations: [],
    bugs: [],
  };
  expect(renderHtml(empty).length).toBeLessThan(40_000);
});

test("ids are unique", () => {
  const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((it) => it[1]);
  expect(new Set(ids).size).toBe(ids.length);
});
