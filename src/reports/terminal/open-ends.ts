import type { Assessment } from "../../assessment/assessment.ts";
import { failedObservations } from "../failed-observations.ts";
import { visible, visibleLines } from "../visible.ts";
import { type WayToVerify, waysToVerify } from "../ways-to-verify.ts";
import { count } from "../wording.ts";
import { aligned } from "./columns.ts";
import { block, heading, type Page } from "./page.ts";

const shownWays = 8;

/** What is unverified, by the smallest thing that would verify it, the most effective first. */
export function unverified(assessment: Assessment, page: Page): readonly string[] {
  const ways = waysToVerify(assessment);
  if (ways.length === 0) return [];
  const shown = page.verbose || ways.length <= shownWays + 1 ? ways : ways.slice(0, shownWays);
  const folded = ways.slice(shown.length);
  const settled = folded.reduce((sum, it) => sum + it.settles, 0);
  return [
    ...heading(page, "What is unverified, and the smallest thing that would verify it"),
    ...shown.flatMap((it) => way(it, page)),
    ...(folded.length === 0
      ? []
      : block(
          page,
          `${count(folded.length, "more way")}, settling ${count(settled, "requirement")}: --verbose shows them`,
          7,
          ["dim"],
        )),
  ];
}

function way(it: WayToVerify, page: Page): readonly string[] {
  const settles = it.settles > 0 ? [`settles ${it.settles}`] : [];
  const helps = it.helps > 0 ? [`helps with ${it.helps}${it.settles > 0 ? " more" : ""}`] : [];
  const sum = page.paint(aligned(String(it.settles + it.helps), 4), "yellow", "bold");
  const reasons = [
    ...new Set(it.unknowns.map((unknown) => visible(`${unknown.subject ?? unknown.requirement}: ${unknown.reason}`))),
  ];
  return [
    ...block(page, visible(it.wouldVerify), 7, ["bold"], `${sum}   `),
    ...block(page, `${[...settles, ...helps].join(", ")}: ${it.requirements.join(", ")}`, 7, ["dim"]),
    ...(page.verbose ? reasons.flatMap((reason) => block(page, reason, 9, ["dim"], "       · ")) : []),
    "",
  ];
}

/** Every observation that failed; none is left out. */
export function observations(assessment: Assessment, page: Page): readonly string[] {
  const failed = failedObservations(assessment);
  if (failed.length === 0) return [];
  const number = failed.reduce((sum, it) => sum + it.facts.length, 0);
  return [
    ...heading(page, `Observations that failed: ${number} of ${assessment.observations.length}`),
    ...failed.flatMap((it) => [
      ...block(page, `${visible(it.subject)} from ${visible(it.vantage)}: ${it.facts.join(", ")}`, 2),
      ...block(page, `${it.kind}: ${visible(it.message)}`, 4, ["yellow"]),
      ...(it.excerpt === undefined ? [] : block(page, `it said: ${visible(it.excerpt)}`, 4, ["dim"])),
      ...block(page, `would verify it: ${visible(it.wouldVerify)}`, 4, ["dim"]),
    ]),
  ];
}

/** Mistakes in Holdfast itself, to be reported. */
export function bugs(assessment: Assessment, page: Page): readonly string[] {
  if (assessment.bugs.length === 0) return [];
  return [
    ...heading(page, `Mistakes in Holdfast itself: ${assessment.bugs.length}`),
    ...block(page, "What they touch is unverified. Please report them with these lines:", 2),
    ...assessment.bugs.flatMap((bug) => [
      ...block(page, visible(bug.message), 2, ["red"]),
      ...visibleLines(bug.stack)
        .slice(0, page.verbose ? undefined : 6)
        .flatMap((line) => block(page, line.trim(), 4, ["dim"])),
    ]),
  ];
}

/** Commands worth trying next. */
export function next(assessment: Assessment, page: Page): readonly string[] {
  const worst = assessment.findings.find((it) => it.exception === undefined);
  const commands: readonly (readonly [string, string])[] = [
    ...(assessment.estate.source === "file"
      ? []
      : [["holdfast init", "write down what was found, and declare the rest"] as const]),
    ...(worst === undefined
      ? []
      : [[`holdfast explain ${worst.control}`, "what is checked, why, and how to mend it"] as const]),
    ["holdfast check --format html --output report.html", "the same with all evidence, for a browser"],
    ...(page.verbose ? [] : [["holdfast check --verbose", "every reason and every fix"] as const]),
  ];
  const column = Math.max(...commands.map(([command]) => command.length)) + 2;
  return [
    ...heading(page, "Next"),
    ...commands.flatMap(([command, words]) =>
      column + words.length + 2 <= page.width
        ? [`  ${page.paint(command.padEnd(column), "cyan")}${page.paint(words, "dim")}`]
        : [`  ${page.paint(command, "cyan")}`, ...block(page, words, 4, ["dim"])],
    ),
    "",
  ];
}
