import type { Assessment, Tally } from "../../assessment/assessment.ts";
import { levels } from "../../standard/requirement.ts";
import { statuses } from "../../verdict/status.ts";
import { visible } from "../visible.ts";
import { count, percent, sourceOf, statusSigns, systemWords, timeWords } from "../wording.ts";
import { aligned, columnsOf, padded } from "./columns.ts";
import { block, type Page, statusStyles } from "./page.ts";

/** What was assessed, when, and whether that was all of it. */
export function header(assessment: Assessment, page: Page): readonly string[] {
  const { paint } = page;
  const field = (name: string, text: string) => block(page, text, 9, [], paint(padded(name, 9), "dim"));
  return [
    `${paint("Holdfast", "bold")} ${paint(visible(assessment.holdfast), "dim")}`,
    "",
    ...field("estate", visible(`${assessment.estate.name}: ${sourceOf(assessment)}`)),
    ...field("at", visible(timeWords(assessment.assessedAt))),
    ...field("systems", visible(assessment.systems.map(systemWords).join(", "))),
    ...(assessment.only.length > 0 ? field("only", visible(assessment.only.join(", "))) : []),
    ...(assessment.interrupted
      ? ["", ...block(page, "Stopped before everything was looked at; this is what was known by then.", 0, ["yellow"])]
      : []),
  ];
}

/** Compliance and coverage side by side, MUST, SHOULD and MAY apart; then how many have each status. */
export function figures({ summary }: Assessment, page: Page): readonly string[] {
  const { paint, width } = page;
  const rows: readonly (readonly [string, Tally])[] = [
    ["all", summary],
    ...levels.map((it) => [it, summary.byLevel[it]] as const).filter(([, tally]) => tally.applicable > 0),
  ];
  const parts = (tally: Tally) => [part(tally.verified, tally), part(tally.lookedAt, tally)];
  const partWidth = Math.max(...rows.flatMap(([, tally]) => parts(tally).map(columnsOf)));
  const barWidth = Math.min(20, Math.floor((width - 9 - 2 * (partWidth + 9) - 4) / 2));
  const figure = (share: number | null, words: string, styles: Parameters<Page["paint"]>[1][]) => {
    const drawn = barWidth < 6 ? "" : `${bar(share, barWidth, (text) => paint(text, ...styles), page)}  `;
    return `${drawn}${paint(aligned(percent(share), 5), "bold")}  ${paint(words, "dim")}`;
  };
  const figureWidth = (barWidth < 6 ? 0 : barWidth + 2) + 7 + partWidth;
  return [
    "",
    " ".repeat(9) + paint(padded("Compliance", figureWidth + 4), "bold") + paint("Coverage", "bold"),
    ...rows.map(([name, tally]) => {
      const compliance = figure(tally.compliance, padded(part(tally.verified, tally), partWidth), ["green"]);
      const coverage = figure(tally.coverage, part(tally.lookedAt, tally), ["cyan"]);
      return padded(name, 9) + compliance + " ".repeat(4) + coverage;
    }),
    ...block(page, "compliance: verified ÷ applicable; coverage: looked at ÷ applicable", 9, ["dim"]),
    "",
    ...statusCounts(summary, page),
  ];
}

function part(some: number, { applicable }: Tally): string {
  return `${some} of ${applicable}`;
}

function bar(share: number | null, width: number, fill: (text: string) => string, { paint }: Page): string {
  const value = share ?? 0;
  const full = value > 0 ? Math.max(1, Math.floor(value * width)) : 0;
  return fill("━".repeat(full)) + paint("·".repeat(width - full), "dim");
}

function statusCounts(summary: Assessment["summary"], { paint, width }: Page): readonly string[] {
  const lines: string[] = [];
  let columns = 0;
  for (const status of statuses.filter((it) => summary.byStatus[it] > 0)) {
    const words = `${statusSigns[status]} ${summary.byStatus[status]} ${status}`;
    const painted = paint(words, ...statusStyles[status]);
    const fits = lines.length > 0 && columns + 3 + columnsOf(words) <= width;
    if (fits) lines.push(`${lines.pop()}   ${painted}`);
    else lines.push(painted);
    columns = fits ? columns + 3 + columnsOf(words) : columnsOf(words);
  }
  return lines.length > 0 ? lines : [count(0, "requirement")];
}
