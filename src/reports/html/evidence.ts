import type { EvidenceReference } from "../../assessment/assessment.ts";
import type { Provenance } from "../../probes/observation.ts";
import { count } from "../wording.ts";
import { time } from "./labels.ts";
import { html, type Markup } from "./markup.ts";

/** What a conclusion rests on, so that somebody else can repeat it. */
export function evidence(references: readonly EvidenceReference[], open: boolean): Markup {
  if (references.length === 0) return html``;
  const requests = references.reduce((sum, it) => sum + it.provenance.length, 0);
  return html`<details class="evidence"${open && html` open`}><summary>Evidence: ${count(requests, "request")}</summary>${references.map(reference)}</details>`;
}

function reference(it: EvidenceReference): Markup {
  return html`<dl>
<dt>Probe</dt><dd>${it.probe}, fact ${it.fact}${it.of !== undefined && html` of ${it.of}`}</dd>
<dt>Seen</dt><dd>${time(it.at)} from ${it.vantage}</dd>
</dl>
<ul class="requests">${it.provenance.map(request)}</ul>`;
}

function request(it: Provenance): Markup {
  const status = it.status === null ? "no status" : `status ${it.status}`;
  const keyed = it.sha256.startsWith("hmac:");
  return html`<li><code>${it.request}</code><br><span class="muted">${status}, ${count(it.bytes, "byte")}, ${keyed ? "HMAC-SHA-256" : "SHA-256"} <code>${keyed ? it.sha256.slice(5) : it.sha256}</code></span></li>`;
}
