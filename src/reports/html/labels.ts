import type { Assessment, RequirementResult } from "../../assessment/assessment.ts";
import type { Severity } from "../../verdict/severity.ts";
import type { Status } from "../../verdict/status.ts";
import { dayWords, statusSigns, timeWords } from "../wording.ts";
import { html, type Markup } from "./markup.ts";

/** A status with its sign and its word. */
export function statusLabel(status: Status): Markup {
  return html`<span class="status ${statusClass(status)}"><span aria-hidden="true">${statusSigns[status]}</span> ${status}</span>`;
}

export function statusClass(status: Status): string {
  return status.replace(" ", "-");
}

export function severityLabel(severity: Severity): Markup {
  return html`<span class="severity ${severity}">${severity}</span>`;
}

/** A day in words; the exact value stays machine-readable. */
export function day(at: string): Markup {
  return html`<time datetime="${at}">${dayWords(at)}</time>`;
}

export function time(at: string): Markup {
  return html`<time datetime="${at}">${timeWords(at)}</time>`;
}

/** Where a requirement is in the page: its id, with the system when there are several. */
export function anchor({ systems }: Assessment, requirement: string, system: string): string {
  return systems.length > 1 ? `${requirement}-${system}` : requirement;
}

/** A link to a requirement; to its worst system where no system is named. */
export function requirementLink(assessment: Assessment, id: string, system?: string): Markup {
  const found = assessment.requirements.filter((it: RequirementResult) => it.id === id);
  const target = system ?? found.find((it) => it.status !== "not applicable")?.system ?? found[0]?.system ?? "";
  return html`<a href="#${anchor(assessment, id, target)}">${id}</a>`;
}
