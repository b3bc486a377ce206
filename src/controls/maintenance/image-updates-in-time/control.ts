import { deadline } from "../../../standard/deadlines.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { listGaps, uncoveredGaps } from "../../advisory-freshness.ts";
import { control } from "../../control.ts";
import { datedSeverity } from "../../dated-severity.ts";
import { listed } from "../../listed.ts";

export default control({
  id: "image-updates-in-time",
  requirement: "MNT-1",
  aspect: "image-updates",
  subject: "image",
  observes: ["image-updates"],
  severity: "high",
  title: "No security update of the image is overdue, and its release is supported",
  problems: {
    overdue: "{count} security updates are past their deadline: {names}",
    unsupported: "its release gets no security updates since {day} ({source})",
  },
  judge: ({ imageUpdates }, { problem, now, system, policy }) => {
    const { outdated, endOfLife, uncovered, unseen } = imageUpdates;
    const security = outdated.filter((it) => it.security);
    const dated = security.map((it) => ({
      it,
      due: deadline(datedSeverity(it.urgency), system.exposure, system.criticality, new Date(it.offeredSince ?? now)),
    }));
    const overdue = dated.filter(({ due }) => due !== undefined && due < now);
    const undated = dated.filter(({ due }) => due === undefined);
    const ended = endOfLife !== undefined && endOfLife.day < now.toISOString().slice(0, 10);
    const names = listed(overdue.map(({ it }) => `${it.name} ${it.installed} → ${it.offered}`));
    const gaps: readonly Gap[] = [
      ...(undated.length === 0
        ? []
        : [
            {
              reason: `${listed(undated.map(({ it }) => it.name))}: no deadline without criticality and exposure of the system`,
              wouldVerify: "declare both in the estate",
            },
          ]),
      ...(endOfLife === undefined
        ? [
            {
              reason: "until when its release is supported is not known",
              wouldVerify: "attest until when its release is supported",
            },
          ]
        : []),
      ...listGaps(imageUpdates, now, policy.advisoriesMaxAgeHours),
      ...uncoveredGaps(
        uncovered.map((it) => `${it.name} ${it.version}`),
        "the distribution's lists",
      ),
      ...unseen,
    ];
    return settle({
      problems: [
        ...(overdue.length === 0 ? [] : [problem("overdue", { count: overdue.length, names })]),
        ...(ended ? [problem("unsupported", { day: endOfLife.day, source: endOfLife.source })] : []),
      ],
      gaps,
      because: `${security.length} security updates are pending, none past its deadline; its release is supported until ${endOfLife?.day}`,
    });
  },
  remedy: {
    docker: "Build the image anew on a pulled base with the updates installed, and replace the containers made of it.",
  },
});
