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
    const { exposure, criticality } = system;
    const isPast = ({ urgency }: (typeof security)[number], since: string) => {
      const due = deadline(datedSeverity(urgency), exposure, criticality, new Date(since));
      return due !== undefined && due < now;
    };
    const overdue = security.filter((it) => it.offeredSince !== undefined && isPast(it, it.offeredSince));
    // The oldest list at hand may be of today: an update that it offers already may have been offered for years.
    const undated = security.filter(
      (it) => !overdue.includes(it) && isPast(it, it.notOfferedBefore ?? new Date(0).toISOString()),
    );
    const undeclared = security.length > 0 && (exposure === undefined || criticality === undefined);
    const ended = endOfLife !== undefined && endOfLife.day < now.toISOString().slice(0, 10);
    const names = listed(overdue.map((it) => `${it.name} ${it.installed} → ${it.offered}`));
    const gaps: readonly Gap[] = [
      ...(undeclared
        ? [
            {
              reason: `${listed(security.map(({ name }) => name))}: no deadline without criticality and exposure of the system`,
              wouldVerify: "declare both in the estate",
            },
          ]
        : []),
      ...(undated.length === 0
        ? []
        : [
            {
              reason: `${listed(undated.map(({ name }) => name))}: since when the update is offered is not known`,
              wouldVerify: "keep copies of the lists (`advisories.cache`), or build the image anew",
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
