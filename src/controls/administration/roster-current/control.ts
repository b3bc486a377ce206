import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";
import { listed } from "../../listed.ts";
import { statusOn, weighedRoster } from "../../people/roster.ts";

export default control({
  id: "roster-current",
  requirement: "ADM-6",
  aspect: "roster",
  subject: "estate",
  observes: ["roster"],
  severity: "medium",
  title: "The roster is whole and current, and tells who left",
  problems: { answersFor: "{person} {what}, and has left" },
  judge: ({ roster }, { subject, policy, now, problem }) => {
    const { gaps } = weighedRoster([{ subject, facts: roster }], policy, now);
    const left = roster.people.filter((it) => statusOn(it, now) === "left").map((it) => it.id);
    const { systems, hosts } = subject.declared;
    const duties = [
      ...Object.entries(systems).map(([name, it]) => ({ person: it.owner, what: `owns the system ${name}` })),
      ...Object.entries(hosts).flatMap(([name, it]) =>
        it.admins.map((person) => ({ person, what: `is to administer the host ${name}` })),
      ),
      ...roster.serviceAccounts.map(({ name, owner }) => ({ person: owner, what: `answers for the account ${name}` })),
    ];
    return settle({
      problems: duties.flatMap(({ person, what }) =>
        person !== undefined && left.includes(person)
          ? [problem("answersFor", { person, what }, { discriminator: `${person} ${what}` })]
          : [],
      ),
      gaps,
      because: `${roster.people.length} people by ${listed(roster.sources.map((it) => it.place))}; ${left.length} of them have left`,
    });
  },
  remedy: {
    linux:
      "Name a directory or an identity provider under `roster`, or compare the people with the staff and write the day: `roster: { reviewed: DAY }`",
  },
});
