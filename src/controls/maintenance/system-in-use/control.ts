import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { lastUse } from "../../system-use.ts";

export default control({
  id: "system-in-use",
  requirement: "MNT-2",
  aspect: "in-use",
  subject: "system",
  observes: [],
  across: ["host-use", "database-sessions"],
  within: "system",
  severity: "medium",
  title: "The system was used inside the policy's window",
  problems: {
    unused: "it was last used {days} days ago, on {day} ({what}), more than the {most} that the policy allows",
  },
  judge: (_, { subject, across, policy, now, problem }) => {
    const { decommissioned } = subject.declared;
    if (decommissioned !== undefined)
      return { outcome: "holds", because: `it is out of use since ${decommissioned}, and nobody needs to use it` };
    const oldest = new Date(now.getTime() - policy.unusedAfterDays * 86_400_000);
    const { newest, gaps } = lastUse(subject, across, oldest, now);
    if (newest === undefined) return { outcome: "unknown", gaps };
    const days = Math.floor((now.getTime() - Date.parse(newest.at)) / 86_400_000);
    const data = { days, day: newest.at.slice(0, 10), what: newest.what, most: policy.unusedAfterDays };
    const isUsed = Date.parse(newest.at) >= oldest.getTime();
    return settle({
      // What could tell of later use keeps it from being called unused.
      problems: isUsed || gaps.length > 0 ? [] : [problem("unused", data)],
      gaps: isUsed ? [] : gaps,
      because: `${newest.what} on ${data.day}`,
    });
  },
  remedy: {
    linux:
      "Ask its owner whether it is still needed; if not, switch it off, declare it `decommissioned: DAY`, and let `holdfast check` see that it is gone",
  },
});
