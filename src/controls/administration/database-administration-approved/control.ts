import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { approvalProblems, approvedAccess } from "../../people/approvals.ts";
import { databasePrincipals, unseenRoles } from "../../people/database-principals.ts";
import { weighedRoster } from "../../people/roster.ts";

export default control({
  id: "database-administration-approved",
  requirement: "ADM-1",
  aspect: "database-reasons",
  subject: "database",
  observes: ["database-roles"],
  across: ["roster"],
  severity: "medium",
  title: "Everybody who administers the database has an approved reason for it",
  problems: approvalProblems,
  judge: ({ databaseRoles }, { subject, across, policy, now, problem }) => {
    const weighed = weighedRoster(across.roster, policy, now);
    if (weighed.held) return { outcome: "unknown", gaps: weighed.gaps };
    const { applications } = subject.declared;
    const principals = databasePrincipals(databaseRoles, [], now).filter((it) => !Object.hasOwn(applications, it.name));
    const { problems, gaps, reasons } = approvedAccess(principals, weighed, subject.id, now, problem);
    return settle({
      problems,
      gaps: [...gaps, ...unseenRoles(databaseRoles)],
      because:
        reasons.length === 0 ? "nobody administers it by a role that can log in" : `approved are ${listed(reasons)}`,
    });
  },
  remedy: {
    postgresql:
      "Declare it: `accessApprovals: [{ person, to: [database:NAME], because, approvedBy, until }]`, or ALTER ROLE name NOSUPERUSER.",
    mariadb:
      "Declare it: `accessApprovals: [{ person, to: [database:NAME], because, approvedBy, until }]`, or REVOKE ALL PRIVILEGES.",
  },
});
