import type { Assessment, Finding, Tally } from "../../assessment/assessment.ts";
import { levels } from "../../standard/requirement.ts";
import { bySeverity } from "../../verdict/severity.ts";
import { grouped } from "../finding-groups.ts";
import { count, percent, sourceOf, systemWords } from "../wording.ts";
import { day, requirementLink, severityLabel, time } from "./labels.ts";
import { html, type Markup } from "./markup.ts";

const shownGroups = 6;

/** What was assessed and when. */
export function top(assessment: Assessment): Markup {
  const systems = assessment.systems.map(systemWords).join(", ");
  return html`<header class="top page">
<p class="brand">Holdfast · secure operation</p>
<h1>${assessment.estate.name}</h1>
<dl class="facts">
<dt>Assessed</dt><dd>${time(assessment.assessedAt)}</dd>
<dt>Estate from</dt><dd>${sourceOf(assessment)}</dd>
<dt>${assessment.systems.length === 1 ? "System" : "Systems"}</dt><dd>${systems}</dd>
${assessment.only.length > 0 && html`<dt>Limited to</dt><dd>${assessment.only.join(", ")}</dd>`}
</dl>
${assessment.interrupted && html`<p class="notice">This assessment was stopped before everything was looked at. It tells what was known by then.</p>`}
</header>`;
}

/** Compliance and coverage, in all and for each level. */
export function figures({ summary }: Assessment): Markup {
  const rows = levels
    .map((level) => [level, summary.byLevel[level]] as const)
    .filter(([, tally]) => tally.applicable > 0);
  return html`<section aria-labelledby="figures-title">
<h2 id="figures-title">The two figures</h2>
<p class="lead">Compliance alone can mislead: what nobody looked at is not verified. Read both together.</p>
<div class="figures">
<div class="figure compliance"><h3>Compliance</h3><strong class="number">${percent(summary.compliance)}</strong>${bar(summary.compliance)}<p class="plain">${share(summary.verified, summary)} verified</p></div>
<div class="figure coverage"><h3>Coverage</h3><strong class="number">${percent(summary.coverage)}</strong>${bar(summary.coverage)}<p class="plain">${share(summary.lookedAt, summary)} looked at</p></div>
</div>
<table class="levels">
<thead><tr><th scope="col">Level</th><th scope="col">Compliance</th><th scope="col">Coverage</th></tr></thead>
<tbody>${rows.map(
    ([level, tally]) => html`<tr><th scope="row">${level}</th>
<td class="compliance number">${percent(tally.compliance)} <span class="muted">${tally.verified} of ${tally.applicable}</span>${bar(tally.compliance)}</td>
<td class="coverage number">${percent(tally.coverage)} <span class="muted">${tally.lookedAt} of ${tally.applicable}</span>${bar(tally.coverage)}</td></tr>`,
  )}</tbody>
</table>
</section>`;
}

function share(some: number, { applicable }: Tally): string {
  return `${some} of ${count(applicable, "applicable requirement")}`;
}

/** A bar beside its figure, which is always there as text too. */
function bar(value: number | null): Markup {
  const width = Math.round((value ?? 0) * 1000) / 10;
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect width="${width}" height="1"/></svg>`;
}

/** The gravest findings, those with the nearest deadline first. */
export function mendFirst(assessment: Assessment): Markup {
  const open = assessment.findings.filter((it) => it.exception === undefined).sort(byUrgency);
  if (open.length === 0) return html``;
  const groups = grouped(open);
  const more = open.length - groups.slice(0, shownGroups).reduce((sum, { findings }) => sum + findings.length, 0);
  return html`<section aria-labelledby="mend-title">
<h2 id="mend-title">Mend first</h2>
<p class="lead">${count(open.length, "finding")} without an exception, the gravest and most urgent first.</p>
<ol class="mend">${groups.slice(0, shownGroups).map(
    ({ finding: it, findings }) => html`<li>${severityLabel(it.severity)}
<div>${requirementLink(assessment, it.requirement, it.systems[0])} ${it.title}<div class="muted">does not hold on ${it.subject}${findings.length > 1 && html`: ${count(findings.length, "finding")}`}</div></div>
<span class="muted">${it.deadline !== undefined && html`by ${day(it.deadline)}`}</span></li>`,
  )}</ol>
${more > 0 && html`<p class="plain">${count(more, "more finding")} below, under the requirements.</p>`}
</section>`;
}

function byUrgency(a: Finding, b: Finding): number {
  const [first, second] = [a.deadline ?? "9999", b.deadline ?? "9999"];
  return bySeverity(a.severity, b.severity) || (first < second ? -1 : Number(first > second));
}
