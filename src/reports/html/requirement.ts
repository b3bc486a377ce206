import type {
  AspectResult,
  Assessment,
  ControlOutcome,
  Finding,
  RequirementResult,
  UnknownEntry,
} from "../../assessment/assessment.ts";
import { isRequirementId, requirement as requirementOf } from "../../standard/catalog.ts";
import { bySeverity } from "../../verdict/severity.ts";
import { type FindingGroup, grouped } from "../finding-groups.ts";
import { visibleLines } from "../visible.ts";
import { evidence } from "./evidence.ts";
import { anchor, day, severityLabel, statusClass, statusLabel } from "./labels.ts";
import { html, type Markup, own } from "./markup.ts";

/** A requirement for one system with everything there is to say about it. */
export function requirement(assessment: Assessment, it: RequirementResult): Markup {
  const { status } = it;
  const several = assessment.systems.length > 1;
  return html`<details class="requirement" id="${anchor(assessment, it.id, it.system)}" data-requirement="${it.id}" data-status="${statusClass(status)}" data-section="${it.section}" data-system="${it.system}">
<summary>${statusLabel(status)}<span class="id">${it.id}</span><span class="title">${it.title}${gist(it)}</span><span class="level">${it.level}</span>${several && html`<span class="system">${it.system}</span>`}</summary>
<div class="body">${body(assessment, it)}</div>
</details>`;
}

/** What is wrong, in a line that shows while the requirement is closed. */
function gist({ status, reasons: [first] }: RequirementResult): Markup {
  const telling = (status === "violated" || status === "excepted") && first !== undefined;
  return telling ? html`<span class="gist">${first}</span>` : html``;
}

function body(assessment: Assessment, it: RequirementResult): readonly Markup[] {
  const findings = assessment.findings
    .filter((finding) => finding.requirement === it.id && finding.systems.includes(it.system))
    .sort((a, b) => bySeverity(a.severity, b.severity));
  const unknowns = assessment.unknowns.filter(
    (entry) => entry.requirement === it.id && entry.systems.includes(it.system),
  );
  const outcomes = assessment.outcomes.filter((entry) => entry.requirement === it.id && entry.system === it.system);
  return [
    statement(it),
    ...grouped(findings).map(finding),
    reasons(it, findings.length + unknowns.length + outcomes.length > 0),
    open(unknowns),
    settled(outcomes),
  ];
}

function statement(it: RequirementResult): Markup {
  const text = isRequirementId(it.id) ? requirementOf(it.id).statement : it.title;
  return html`<div class="list"><p>${text}</p>
<ul class="parts">${it.aspects.map(
    (aspect) =>
      html`<li>${statusLabel(aspect.status)}<span>${aspect.statement} <span class="level">${aspect.level}</span>${attestation(aspect)}</span></li>`,
  )}</ul></div>`;
}

function attestation({ attestation: it }: AspectResult): Markup {
  if (it === undefined) return html``;
  return html`<span class="attestation">Attested on ${day(it.on)} by ${it.by}, until ${day(it.until)}: ${it.statement} Evidence: ${it.evidence}</span>`;
}

function finding({ finding: it, findings, evidence: references }: FindingGroup): Markup {
  const [only, ...others] = findings;
  const problems =
    others.length === 0
      ? html`<p class="problem">${only?.problem}</p>`
      : html`<ul class="problems">${findings.map(({ problem }) => html`<li class="problem">${problem}</li>`)}</ul>`;
  return html`<article class="finding${it.exception !== undefined && " covered"}">
<header><p>${severityLabel(it.severity)}<code>${it.subject}</code></p><h4>Does not hold: ${it.title}</h4></header>
${problems}
${exception(it)}
${it.deadline !== undefined && html`<p class="plain">Mend by ${day(it.deadline)}, the deadline for severity ${it.severity}.</p>`}
${it.remedy.map(({ product, text }) => html`<figure class="fix"><figcaption>Fix on ${product}</figcaption><pre><code>${lines(text)}</code></pre></figure>`)}
${evidence(references, false)}
<p class="plain">Control <code>${it.control}</code>, ${others.length === 0 ? "finding" : "findings"} ${findings.map(({ id }, index) => html`${index > 0 && ", "}<code>${id}</code>`)}</p>
</article>`;
}

function lines(text: string): readonly Markup[] {
  return visibleLines(text).map((line, index) => (index === 0 ? html`${line}` : html`${own("\n")}${line}`));
}

function exception({ exception: it }: Finding): Markup {
  if (it === undefined) return html``;
  return html`<p class="because">Excepted until ${day(it.until)}, approved by ${it.approvedBy}: ${it.because}</p>`;
}

/** The conclusion's own sentences: why it does not apply, or what no finding, unknown or outcome tells. */
function reasons({ status, reasons: sentences }: RequirementResult, told: boolean): Markup {
  const excluded = status === "not applicable";
  if ((!excluded && told) || sentences.length === 0) return html``;
  const title = excluded ? "Why it does not apply" : "Why";
  return html`<div><h4>${title}</h4><ul class="list">${sentences.map((it) => html`<li>${it}</li>`)}</ul></div>`;
}

function open(unknowns: readonly UnknownEntry[]): Markup {
  if (unknowns.length === 0) return html``;
  return html`<div><h4>Not verified</h4><ul class="list">${unknowns.map(
    (it) => html`<li>${it.subject !== undefined && html`<code>${it.subject}</code>: `}${it.reason}
<div class="plain">Would verify it: ${it.wouldVerify}${it.control !== undefined && html` (control <code>${it.control}</code>)`}</div></li>`,
  )}</ul></div>`;
}

function settled(outcomes: readonly ControlOutcome[]): Markup {
  const told = outcomes.flatMap((it) => {
    const { outcome } = it;
    if (outcome.outcome !== "holds" && outcome.outcome !== "not-applicable") return [];
    const word = outcome.outcome === "holds" ? "holds" : "does not apply";
    return [
      html`<li><code>${it.control}</code> ${word} on <code>${it.subject}</code>: ${outcome.because}${evidence(it.evidence, false)}</li>`,
    ];
  });
  return told.length === 0 ? html`` : html`<div><h4>Looked at</h4><ul class="list">${told}</ul></div>`;
}
