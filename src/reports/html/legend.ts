import { type Status, statuses } from "../../verdict/status.ts";
import { statusLabel } from "./labels.ts";
import { html, type Markup } from "./markup.ts";

const meanings: Readonly<Record<Status, string>> = {
  violated: "Measured, and it does not hold.",
  unverified: "Nothing measured it, or the measurement failed. Absence of evidence is never a pass.",
  excepted: "Violated, with an approved exception that has not expired.",
  attested: "A named person said so, with evidence and an expiry date; nothing measured it.",
  verified: "Measured by Holdfast on every subject in scope, and it holds.",
  "not applicable": "The estate says, with a reason, that it does not apply.",
};

/** What each status means. */
export function legend(): Markup {
  return html`<section aria-labelledby="legend-title">
<h2 id="legend-title">What the words mean</h2>
<dl class="legend">${statuses.map((it) => html`<dt>${statusLabel(it)}</dt><dd>${meanings[it]}</dd>`)}</dl>
</section>`;
}
