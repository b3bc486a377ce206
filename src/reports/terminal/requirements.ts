import type { Assessment, Finding } from "../../assessment/assessment.ts";
import { statuses } from "../../verdict/status.ts";
import { type FindingGroup, grouped } from "../finding-groups.ts";
import { type RequirementLine, type SectionLines, sectionsOf } from "../requirement-lines.ts";
import { visible, visibleLines } from "../visible.ts";
import { dayWords, statusSigns } from "../wording.ts";
import { aligned, columnsOf, padded } from "./columns.ts";
import { block, heading, type Page, severityStyles, statusStyles } from "./page.ts";

const margin = 17;
const titleColumn = 32;

/** Every section with its requirements, the worst first, and the findings under what is violated. */
export function sections(assessment: Assessment, page: Page): readonly string[] {
  const several = assessment.systems.length > 1;
  return sectionsOf(assessment).flatMap((it) => [
    ...heading(page, `${it.title} (${it.section})`, standing(it)),
    ...applicable(it).flatMap((line) => requirement(line, page, several)),
    ...excluded(it).flatMap((lines) => exclusion(lines, page, several)),
  ]);
}

/** `2 violated, 3 unverified`: what is left to do in a section. */
function standing({ lines }: SectionLines): string {
  return statuses
    .map((status) => [status, lines.filter((it) => it.result.status === status).length] as const)
    .filter(([, number]) => number > 0)
    .map(([status, number]) => `${number} ${status}`)
    .join(", ");
}

function applicable({ lines }: SectionLines): readonly RequirementLine[] {
  return lines.filter((it) => it.result.status !== "not applicable");
}

/** What does not apply, by the reason: one sentence often excludes a whole section. */
function excluded({ lines }: SectionLines): readonly (readonly RequirementLine[])[] {
  const excludedLines = lines.filter((it) => it.result.status === "not applicable");
  return [...Map.groupBy(excludedLines, (it) => `${it.systems.join()} ${it.reasons.join()}`).values()];
}

function requirement(line: RequirementLine, page: Page, several: boolean): readonly string[] {
  const { result } = line;
  const differing = result.levels.some((it) => it.status !== result.status);
  const apart = result.levels.map((it) => `${it.level} ${it.status}`).join(", ");
  return [
    ...lineWith(line, page, visible(result.title), result.level, several),
    ...(differing ? block(page, apart, titleColumn, ["dim"]) : []),
    ...line.attestations.flatMap((it) => block(page, visible(it), titleColumn, ["cyan"])),
    ...(tellsReasons(line, page) ? line.reasons.flatMap((it) => block(page, visible(it), titleColumn, ["dim"])) : []),
    ...grouped(line.findings).flatMap((it) => finding(it, page)),
  ];
}

function tellsReasons({ result, findings }: RequirementLine, { verbose }: Page): boolean {
  if (result.status === "violated" || result.status === "excepted") return findings.length === 0;
  return verbose;
}

function exclusion(lines: readonly RequirementLine[], page: Page, several: boolean): readonly string[] {
  const [first] = lines;
  if (first === undefined) return [];
  const ids = lines.map((it) => it.result.id);
  const [id = ""] = ids;
  const because = first.reasons.map(visible).join(" ");
  if (ids.length === 1) {
    const line = lineWith(first, page, visible(first.result.title), first.result.level, several);
    return [...line, ...block(page, because, titleColumn, ["dim"])];
  }
  const words = `${id} to ${ids.at(-1)}: ${because}`;
  const listed = consecutive(ids) ? words : `${ids.join(", ")}: ${because}`;
  const systems = several ? ` (${visible(first.systems.join(", "))})` : "";
  return block(page, listed + systems, margin, ["dim"], page.paint(padded("– not applicable", margin), "dim"));
}

function consecutive(ids: readonly string[]): boolean {
  const numbers = ids.map((it) => Number(it.split("-")[1]));
  return ids.length > 2 && numbers.every((it, index) => index === 0 || it === (numbers[index - 1] ?? 0) + 1);
}

function lineWith(
  line: RequirementLine,
  page: Page,
  title: string,
  level: string,
  several: boolean,
): readonly string[] {
  const { result } = line;
  const styles = statusStyles[result.status];
  const sign = page.paint(padded(`${statusSigns[result.status]} ${result.status}`, margin), ...styles);
  const start = `${sign}${page.paint(padded(result.id, 8), "bold")}${page.paint(padded(level, 7), "dim")}`;
  const [first = "", ...rest] = block(page, title, titleColumn, [], start);
  const systems = several ? visible(line.systems.join(", ")) : "";
  const used = titleColumn + columnsOf(title);
  if (systems === "") return [first, ...rest];
  if (rest.length > 0 || used + 2 + columnsOf(systems) > page.width) {
    return [first, ...rest, ...block(page, `for ${systems}`, titleColumn, ["dim"])];
  }
  return [first + page.paint(aligned(systems, page.width - used), "dim")];
}

const findingMargin = 13;
const problemBullet = `${" ".repeat(findingMargin)}· `;

function finding({ finding: it, findings }: FindingGroup, page: Page): readonly string[] {
  const { paint } = page;
  const severity = paint(padded(it.severity, findingMargin - 4), ...severityStyles[it.severity]);
  const deadline = it.deadline === undefined ? [] : [`mend by ${dayWords(it.deadline)}`];
  return [
    ...block(page, visible(it.subject), findingMargin, ["underline"], `    ${severity}`),
    ...(findings.length === 1
      ? block(page, visible(it.problem), findingMargin)
      : findings.flatMap(({ problem }) => block(page, visible(problem), findingMargin + 2, [], problemBullet))),
    ...exceptionWords(it).flatMap((words) => block(page, visible(words), findingMargin, ["magenta"])),
    ...(it.exception === undefined ? fixes(it, page) : []),
    ...deadline.flatMap((words) => block(page, visible(words), findingMargin, ["dim"])),
    "",
  ];
}

function exceptionWords({ exception }: Finding): readonly string[] {
  if (exception === undefined) return [];
  const { approvedBy, because, until } = exception;
  return [`excepted until ${dayWords(until)}, approved by ${approvedBy}: ${because}`];
}

/** The first fix, short; `--verbose` shows all of each. */
function fixes({ remedy }: Finding, page: Page): readonly string[] {
  const { paint, verbose } = page;
  return (verbose ? remedy : remedy.slice(0, 1)).flatMap(({ product, text }) => {
    const lines = visibleLines(text);
    const shown = verbose ? lines : lines.slice(0, 3);
    const label = `fix on ${product}  `;
    const more = lines.length > shown.length ? [`… ${lines.length - shown.length} more with --verbose`] : [];
    const indent = findingMargin + label.length;
    return [...shown, ...more].flatMap((line, index) =>
      block(
        page,
        line,
        indent,
        index < shown.length ? ["cyan"] : ["dim"],
        index === 0 ? " ".repeat(findingMargin) + paint(label, "dim") : undefined,
      ),
    );
  });
}
