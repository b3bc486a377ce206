import type { Gap, Problem } from "../../verdict/outcome.ts";
import { listed } from "../listed.ts";
import { isSure, linksOf } from "./links.ts";
import { isOpen, type Principal } from "./principal.ts";
import { statusOn, type WeighedRoster } from "./roster.ts";

/** What may be wrong with the reasons for which people have access; the same for hosts and databases. */
export const approvalProblems = {
  unapproved: "{person} administers it as {accounts}, and nobody approved that",
  expired: "{person} administers it as {accounts}; the approval by {by} ended on {until}",
  ownApproval: "{person} administers it as {accounts}, by an approval of {person}'s own",
  formerApproval:
    "{person} administers it as {accounts}, by an approval of {by}, who is no active person on the roster",
} as const;

type MakeProblem = (
  id: keyof typeof approvalProblems,
  data: Readonly<Record<string, string>>,
  options: { readonly discriminator: string },
) => Problem;

/** Whether everybody who administers a subject, as far as it is known who does, has an approved reason that still counts. */
export function approvedAccess(
  principals: readonly Principal[],
  { roster, gaps }: WeighedRoster,
  target: string,
  now: Date,
  problem: MakeProblem,
): { readonly problems: readonly Problem[]; readonly gaps: readonly Gap[]; readonly reasons: readonly string[] } {
  const privileged = principals.filter((it) => it.powers.length > 0 && (isOpen(it) || it.doorsUnseen));
  const { people, approvals, serviceAccounts } = roster;
  const active = new Set(people.filter((it) => statusOn(it, now) === "active").map((it) => it.id));
  const problems: Problem[] = [];
  const reasons: string[] = [];
  for (const person of people) {
    const own = privileged.filter((it) => linksOf(it, people).some((link) => isSure(link) && link.person === person));
    if (own.length === 0) continue;
    const data = { person: person.id, accounts: listed(own.map((it) => it.name)) };
    const about = { discriminator: person.id };
    const given = approvals.filter((it) => it.person === person.id && it.to.includes(target));
    const counting = given.filter((it) => !isOver(it.until, now));
    const [first] = given;
    const good = counting.find((it) => it.approvedBy !== person.id && active.has(it.approvedBy));
    const former = counting.find((it) => it.approvedBy !== person.id);
    if (good !== undefined) reasons.push(`${person.id}: ${good.because}`);
    else if (first === undefined) problems.push(problem("unapproved", data, about));
    else if (former !== undefined) problems.push(problem("formerApproval", { ...data, by: former.approvedBy }, about));
    else if (counting.length > 0) problems.push(problem("ownApproval", data, about));
    else problems.push(problem("expired", { ...data, by: first.approvedBy, until: first.until ?? "" }, about));
  }
  const unknown = privileged.filter(
    (it) =>
      !linksOf(it, people).some(isSure) &&
      !serviceAccounts.some(({ name }) => name === it.name || it.aliases.includes(name)),
  );
  return {
    problems,
    reasons,
    gaps: [
      ...gaps,
      ...(unknown.length === 0
        ? []
        : [
            {
              reason: `whose ${listed(unknown.map((it) => it.name))} is isn't known for sure, nor why they have it`,
              wouldVerify: "declare it under accounts of its owner, or among serviceAccounts",
            },
          ]),
    ],
  };
}

/** The last day counts whole. */
function isOver(until: string | undefined, now: Date): boolean {
  return until !== undefined && Date.parse(until) + 86_400_000 <= now.getTime();
}
