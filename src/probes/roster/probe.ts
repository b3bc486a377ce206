import type { Estate } from "../../estate/schema.ts";
import { TroubleError } from "../../transports/trouble.ts";
import { type ProbeContext, probe } from "../probe.ts";
import { declaredPeople, remembered } from "./declared.ts";
import { ldapPeople } from "./ldap.ts";
import { united } from "./people.ts";
import { scimPeople } from "./scim.ts";
import type { Told } from "./source.ts";

export default probe({
  id: "roster",
  version: 1,
  subject: "estate",
  yields: ["roster"],
  needs: ["network"],
  title: "Who belongs here, who is away and who has left, by the estate file and the sources it names",
  async observe({ declared }, context) {
    const told = await Promise.all(sourcesOf(declared, context).map(({ name, ask }) => toldBy(name, ask)));
    const { state } = declared.roster ?? {};
    const { previous, unseen } = state === undefined ? { unseen: [] } : await remembered(state);
    const facts = {
      people: [...united(told.map((it) => it.people))],
      serviceAccounts: Object.entries(declared.serviceAccounts).map(([name, it]) => ({ name, ...it })),
      approvals: declared.accessApprovals,
      sources: told.flatMap((it) => it.source ?? []),
      ...(previous !== undefined && { previous }),
      unseen: [...told.flatMap((it) => it.unseen), ...unseen],
    };
    return [{ fact: "roster", facts, provenance: told.flatMap((it) => it.provenance ?? []) }];
  },
});

interface Source {
  readonly name: string;
  readonly ask: () => Promise<Told>;
}

function sourcesOf(estate: Estate, context: ProbeContext): readonly Source[] {
  const { ldap, scim } = estate.roster ?? {};
  return [
    { name: "the estate file", ask: () => declaredPeople(estate) },
    ...(ldap === undefined ? [] : [{ name: "the directory", ask: () => ldapPeople(ldap, context) }]),
    ...(scim === undefined ? [] : [{ name: "the identity provider", ask: () => scimPeople(scim, context) }]),
  ];
}

/** A source that can't be had leaves a roster that isn't whole; the others still tell who left. */
async function toldBy(
  name: string,
  ask: Source["ask"],
): Promise<Partial<Pick<Told, "source" | "provenance">> & Omit<Told, "source">> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof TroubleError)) throw error;
    const { kind, message, wouldVerify } = error.trouble;
    return { people: [], unseen: [{ reason: `${name}: ${kind}: ${message}`, wouldVerify }] };
  }
}
