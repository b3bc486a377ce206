import type { Assessment } from "../../assessment/assessment.ts";
import { jsonText } from "../json-text.ts";
import { visible } from "../visible.ts";
import { invocationOf, notificationDescriptors } from "./invocation.ts";
import { resultsOf } from "./results.ts";
import { rulesOf, taxaOf, taxonomyName } from "./rules.ts";

/** GitHub refuses a run with more results; it shows the 5,000 gravest. */
const mostResults = 25_000;

/**
 * The assessment as SARIF 2.1.0 for code scanners, with all that GitHub's asks for. Findings are results of kind `fail`,
 * excepted ones with an accepted suppression; what is unknown is of kind `open`; what holds is not in it.
 */
export function renderSarif(assessment: Assessment): string {
  const rules = rulesOf(assessment);
  const results = resultsOf(assessment, rules);
  const leftOut = Math.max(0, results.length - mostResults);
  const { compliance, coverage, byStatus } = assessment.summary;
  return jsonText({
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Holdfast",
            semanticVersion: visible(assessment.holdfast),
            rules,
            notifications: notificationDescriptors,
            supportedTaxonomies: [{ name: taxonomyName, index: 0 }],
          },
        },
        automationDetails: { id: `holdfast/${visible(assessment.estate.name).replaceAll("/", "-")}/` },
        invocations: [invocationOf(assessment, leftOut)],
        taxonomies: [{ name: taxonomyName, organization: "Secodis", taxa: taxaOf(assessment) }],
        results: results.slice(0, mostResults),
        columnKind: "utf16CodeUnits",
        properties: { compliance, coverage, byStatus },
      },
    ],
  });
}
