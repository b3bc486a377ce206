import type { FactsOf } from "../../../probes/fact-kinds.ts";
import { deadline } from "../../../standard/deadlines.ts";
import { settle } from "../../../verdict/outcome.ts";
import { dataGaps, uncoveredGaps } from "../../advisory-freshness.ts";
import { control } from "../../control.ts";
import { datedSeverity } from "../../dated-severity.ts";
import { listed } from "../../listed.ts";

type Vulnerability = FactsOf<"image-vulnerabilities">["vulnerabilities"][number];

export default control({
  id: "image-vulnerabilities-in-time",
  requirement: "DOC-4",
  aspect: "finding-deadlines",
  subject: "image",
  observes: ["image-vulnerabilities"],
  severity: "high",
  title: "No known vulnerability of the image is past its deadline",
  problems: { overdue: "{component} {version}: {ids} past the deadline since {day}{fixed}" },
  judge: ({ imageVulnerabilities: scan }, { problem, system, now, policy }) => {
    const dated = scan.vulnerabilities.map((it) => ({
      it,
      due: deadline(datedSeverity(it.severity), system.exposure, system.criticality, new Date(it.published ?? 0)),
    }));
    const overdue = dated.filter(({ due }) => due !== undefined && due < now);
    const undeclared =
      scan.vulnerabilities.length > 0 && (system.exposure === undefined || system.criticality === undefined);
    return settle({
      problems: [...Map.groupBy(overdue, ({ it }) => `${it.component} ${it.version}`)].map(([discriminator, own]) => {
        const [first] = own.map(({ due }) => due?.toISOString().slice(0, 10) ?? "").sort();
        const all = own.map(({ it }) => it);
        const data = {
          component: all[0]?.component ?? "",
          version: all[0]?.version ?? "",
          ids: listed(all.map(nameOf)),
        };
        return problem(
          "overdue",
          { ...data, day: first ?? "", fixed: fixedIn(all) },
          { discriminator, severity: gravest(all) },
        );
      }),
      gaps: [
        ...(undeclared
          ? [
              {
                reason: "there is no deadline without criticality and exposure of the system",
                wouldVerify: "declare both in the estate",
              },
            ]
          : []),
        ...dataGaps(scan.dataAt, now, policy.advisoriesMaxAgeHours),
        ...uncoveredGaps(
          scan.unmatched.map((it) => it.component),
          "the vulnerability data",
        ),
        ...scan.unseen,
      ],
      because: `of ${scan.vulnerabilities.length} known vulnerabilities in ${scan.matched} components none is past its deadline`,
    });
  },
  remedy: {
    docker:
      "Update the component and build the image anew; where there is no fix yet, remove the component or have an exception approved.",
  },
});

const nameOf = ({ id, aliases }: Vulnerability): string => aliases.find((it) => it.startsWith("CVE-")) ?? id;

function fixedIn(all: readonly Vulnerability[]): string {
  const fixed = [...new Set(all.flatMap((it) => it.fixed ?? []))];
  return fixed.length === 0 ? ", and there is no fixed version" : `; fixed in ${listed(fixed, 3)}`;
}

/** The gravest of them; what nobody tells is as grave as can be, for its deadline was that of a critical one. */
function gravest(all: readonly Vulnerability[]): "critical" | "high" | "medium" | "low" {
  const found = (["critical", "high", "medium"] as const).find((it) =>
    all.some(({ severity }) => datedSeverity(severity) === it),
  );
  return found ?? "low";
}
