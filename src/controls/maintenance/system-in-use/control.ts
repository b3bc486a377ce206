import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { usedByLogins, usedByRequests, usedBySessions } from "../../system-use.ts";

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
    const requests = usedByRequests(subject.declared, across.hostUse, oldest);
    const traces = [
      ...requests.traces,
      ...usedBySessions(subject.name, across.databaseSessions, subject.declared, now),
      ...usedByLogins(subject.declared, across.hostUse),
    ];
    const [newest] = traces.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at));
    if (newest === undefined) {
      const none = {
        reason: "neither an access log nor a session nor a login tells of its use",
        wouldVerify: "declare its hosts with their access logs, and its databases with their applications",
      };
      return { outcome: "unknown", gaps: [...requests.gaps, none] };
    }
    const days = Math.floor((now.getTime() - Date.parse(newest.at)) / 86_400_000);
    const data = { days, day: newest.at.slice(0, 10), what: newest.what, most: policy.unusedAfterDays };
    const isUsed = Date.parse(newest.at) >= oldest.getTime();
    const { hosts, databases } = subject.declared;
    const isTold = (told: readonly { readonly subject: { readonly name: string } }[]) => (name: string) =>
      told.some((it) => it.subject.name === name);
    const isWhole =
      requests.gaps.length === 0 &&
      hosts.every(isTold(across.hostUse)) &&
      databases.every(isTold(across.databaseSessions)) &&
      across.databaseSessions.every((it) => it.facts.whole);
    const unclear = {
      reason: `the last use that was seen is of ${data.day}, and not all was seen that could tell of a later one`,
      wouldVerify: "let Holdfast look at all hosts and databases of the system",
    };
    return settle({
      // What could tell of later use keeps it from being called unused.
      problems: isUsed || !isWhole ? [] : [problem("unused", data)],
      gaps: isUsed || isWhole ? [] : [...requests.gaps, unclear],
      because: `${newest.what} on ${data.day}`,
    });
  },
  remedy: {
    linux:
      "Ask its owner whether it is still needed; if not, switch it off, declare it `decommissioned: DAY`, and let `holdfast check` see that it is gone",
  },
});
