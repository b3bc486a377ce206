import { createHash } from "node:crypto";
import type { Assessment } from "../../assessment/assessment.ts";
import { legend } from "./legend.ts";
import { html, own } from "./markup.ts";
import { bugs, observations, unverified } from "./open-ends.ts";
import { requirements } from "./requirements.ts";
import { script } from "./script.ts";
import { style } from "./style.ts";
import { figures, mendFirst, top } from "./summary.ts";

/**
 * An assessment as one self-contained HTML file: no external request, and a content security policy that lets nothing
 * but its own style sheet and script through, by their hashes.
 */
export function renderHtml(assessment: Assessment): string {
  const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="Holdfast ${assessment.holdfast}">
<title>${assessment.estate.name}: Holdfast assessment</title>
<link rel="icon" href="data:,">
<style>${own(style)}</style>
</head>
<body>
<a class="skip" href="#requirements">Skip to the requirements</a>
${top(assessment)}
<main class="page">
${figures(assessment)}
${mendFirst(assessment)}
${requirements(assessment)}
${unverified(assessment)}
${observations(assessment)}
${bugs(assessment)}
${legend()}
</main>
<footer class="page">Made by Holdfast ${assessment.holdfast} from observations of ${assessment.assessedAt}. This file is complete in itself and makes no requests.</footer>
<script>${own(script)}</script>
</body>
</html>
`.markup;
}

function hash(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
