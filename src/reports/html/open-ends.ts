import type { Assessment, ObservationEntry } from "../../assessment/assessment.ts";
import { failedObservations } from "../failed-observations.ts";
import { visibleLines } from "../visible.ts";
import { type WayToVerify, waysToVerify } from "../ways-to-verify.ts";
import { count } from "../wording.ts";
import { requirementLink, time } from "./labels.ts";
import { html, type Markup, own } from "./markup.ts";

const shownWays = 10;

/** What is unverified, by the smallest thing that would verify it, the most effective first. */
export function unverified(assessment: Assessment): Markup {
  const ways = waysToVerify(assessment);
  if (ways.length === 0) return html``;
  const more = ways.slice(shownWays);
  return html`<section aria-labelledby="unverified-title">
<h2 id="unverified-title">What would verify the rest</h2>
<p class="lead">The smallest things that would settle what is unverified, the most effective first. The number counts the requirements that each would settle or help with.</p>
<ol class="ways">${ways.slice(0, shownWays).map((it) => way(assessment, it))}</ol>
${more.length > 0 && html`<details class="more"><summary>${count(more.length, "more way")}</summary><ol class="ways">${more.map((it) => way(assessment, it))}</ol></details>`}
</section>`;
}

function way(assessment: Assessment, it: WayToVerify): Markup {
  const effect = [it.settles > 0 && `settles ${it.settles}`, it.helps > 0 && `helps with ${it.helps}`]
    .filter(Boolean)
    .join(", ");
  return html`<li><span class="sum number">${it.settles + it.helps}</span><div><p>${it.wouldVerify}</p>
<p class="ids"><span class="muted">${effect}:</span> ${it.requirements.map((id) => html`${requirementLink(assessment, id)} `)}</p>
<details><summary>${count(it.unknowns.length, "reason")}</summary><ul>${it.unknowns.map(
    (unknown) =>
      html`<li>${unknown.requirement}${unknown.subject !== undefined && html` on <code>${unknown.subject}</code>`}: ${unknown.reason}</li>`,
  )}</ul></details></div></li>`;
}

/** What was asked of what; whatever failed comes first, with its cause. */
export function observations(assessment: Assessment): Markup {
  const failed = failedObservations(assessment);
  const number = failed.reduce((sum, it) => sum + it.facts.length, 0);
  return html`<section aria-labelledby="observations-title">
<h2 id="observations-title">Observations</h2>
<p class="lead">${count(assessment.observations.length, "observation")}, of which ${number} failed. What an observation did not tell stays unverified.</p>
<ul class="troubles">${failed.map(
    (
      it,
    ) => html`<li><div><span class="severity medium">${it.kind}</span> <code>${it.subject}</code> from ${it.vantage}: ${it.facts.join(", ")}</div>
<div>${it.message}</div>${it.excerpt !== undefined && html`<pre><code>${it.excerpt}</code></pre>`}<div class="plain">Would verify it: ${it.wouldVerify}</div></li>`,
  )}</ul>
<details class="all"><summary>All observations</summary><div class="scroll" tabindex="0" role="region" aria-label="All observations"><table>
<thead><tr><th scope="col">Subject</th><th scope="col">Fact</th><th scope="col">Probe</th><th scope="col">From</th><th scope="col">At</th><th scope="col">Took</th><th scope="col">Told</th></tr></thead>
<tbody>${assessment.observations.map(row)}</tbody></table></div></details>
</section>`;
}

function row(it: ObservationEntry): Markup {
  const told = it.trouble?.kind ?? (it.bug === undefined ? "yes" : "bug");
  return html`<tr><td>${it.subject}</td><td>${it.fact}</td><td>${it.probe}</td><td>${it.vantage}</td><td>${time(it.at)}</td><td class="number">${it.tookMs} ms</td><td>${told}</td></tr>`;
}

/** Mistakes in Holdfast itself. */
export function bugs({ bugs: all }: Assessment): Markup {
  if (all.length === 0) return html``;
  return html`<section aria-labelledby="bugs-title">
<h2 id="bugs-title">Mistakes in Holdfast itself</h2>
<p class="lead">What they touch is unverified. Please report them.</p>
<ul class="list">${all.map((bug) => html`<li><p>${bug.message}</p><pre><code>${visibleLines(bug.stack).map((line) => html`${line}${own("\n")}`)}</code></pre></li>`)}</ul>
</section>`;
}
