import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { approvalProblems, approvedAccess } from "../../people/approvals.ts";
import { hostPrincipals, unseenAccess } from "../../people/host-principals.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "host-administration-approved",
  requirement: "ADM-1",
  aspect: "host-reasons",
  subject: "host",
  observes: ["host-accounts", "host-authorized-keys", "host-privileges"],
  across: ["roster"],
  severity: "medium",
  title: "Everybody who administers the host has an approved reason for it",
  problems: approvalProblems,
  judge: ({ hostAccounts, hostAuthorizedKeys, hostPrivileges }, { subject, across, policy, now, problem }) => {
    const weighed = weighedRoster(across.roster, policy, now);
    if (weighed.held) return { outcome: "unknown", gaps: weighed.gaps };
    const access = { accounts: hostAccounts, keys: hostAuthorizedKeys, privileges: hostPrivileges };
    const { problems, gaps, reasons } = approvedAccess(hostPrincipals(access, now), weighed, subject.id, now, problem);
    return settle({
      problems,
      gaps: [...gaps, ...unseenAccess(access)],
      because:
        reasons.length === 0
          ? "nobody administers it by an account that can be entered"
          : `approved are ${listed(reasons)}`,
    });
  },
  remedy: {
    linux:
      "Declare it: `accessApprovals: [{ person, to: [host:NAME], because, approvedBy, until }]`, or take the rights away.",
  },
});
