import type { Assessment, RequirementResult } from "../../assessment/assessment.ts";
import { type Section, sections } from "../../standard/catalog.ts";
import { byStatus, statuses } from "../../verdict/status.ts";
import { statusSigns } from "../wording.ts";
import { statusClass } from "./labels.ts";
import { html, type Markup } from "./markup.ts";
import { requirement } from "./requirement.ts";

/** All requirements by section, the worst first, behind filters that work once the script runs. */
export function requirements(assessment: Assessment): Markup {
  const told = sections
    .map((section) => [section, resultsOf(assessment, section)] as const)
    .filter(([, results]) => results.length > 0);
  return html`<section id="requirements" aria-labelledby="requirements-title" tabindex="-1">
<h2 id="requirements-title">Requirements</h2>
<p class="lead">The worst first within each section. Open one for its findings, fixes and evidence.</p>
${filters(
  assessment,
  told.map(([section]) => section),
)}
${told.map(([section, results]) => sectionOf(assessment, section, results))}
</section>`;
}

function resultsOf({ requirements: all, systems }: Assessment, { id }: Section): readonly RequirementResult[] {
  const position = (it: RequirementResult) => systems.findIndex((system) => system.name === it.system);
  const number = (it: RequirementResult) => Number(it.id.split("-")[1]);
  return all
    .filter((it) => it.section === id)
    .sort((a, b) => byStatus(a.status, b.status) || number(a) - number(b) || position(a) - position(b));
}

function sectionOf(assessment: Assessment, { id, title }: Section, results: readonly RequirementResult[]): Markup {
  const standing = statuses
    .map((status) => [status, results.filter((it) => it.status === status).length] as const)
    .filter(([, number]) => number > 0)
    .map(([status, number]) => `${number} ${status}`)
    .join(", ");
  return html`<section class="section" aria-labelledby="section-${id}">
<header><h3 id="section-${id}">${title} <span class="muted">${id}</span></h3><p>${standing}</p></header>
${results.map((it) => requirement(assessment, it))}
</section>`;
}

function filters({ summary, systems, requirements: all }: Assessment, shown: readonly Section[]): Markup {
  return html`<form class="filters" id="filters" hidden role="search" aria-label="Filter the requirements">
<fieldset><legend>Status</legend><div class="toggles">${statuses
    .filter((status) => summary.byStatus[status] > 0)
    .map(
      (status) =>
        html`<button type="button" class="toggle own-${statusClass(status)}" data-status="${statusClass(status)}" aria-pressed="false"><b aria-hidden="true">${statusSigns[status]}</b> ${status} <span class="number">${summary.byStatus[status]}</span></button>`,
    )}</div></fieldset>
<div class="fields">
<div><label for="search">Search <span>(press <kbd>/</kbd>)</span></label><input id="search" type="search" autocomplete="off" spellcheck="false"></div>
<div><label for="section">Section</label><select id="section"><option value="">All sections</option>${shown.map(({ id, title }) => html`<option value="${id}">${title}</option>`)}</select></div>
${systems.length > 1 && html`<div><label for="system">System</label><select id="system"><option value="">All systems</option>${systems.map(({ name }) => html`<option value="${name}">${name}</option>`)}</select></div>`}
</div>
<div class="outcome"><output id="shown" role="status" aria-live="polite">All ${all.length} shown</output><button type="button" id="open-all">Open all</button><button type="button" id="close-all">Close all</button><button type="button" id="reset">Clear filters</button></div>
</form>`;
}
