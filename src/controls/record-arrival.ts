import type { FactsOf } from "../probes/fact-kinds.ts";

type Arrival = FactsOf<"host-log-arrival">["logins"];

/** Texts of the problems that records of either kind can have on their way. */
export const arrivalProblems = {
  missing: "{count} of {compared} records of {what} on the host are not in {archive}",
  disordered: "records of {what} have another order in {archive} than on the host",
  gone: "{archive} has {count} records of {what} that the host's own log no longer has: somebody took them out there",
} as const;

/** What of these is wrong with some records; each with what its text needs. */
export function arrivalFlaws(
  arrival: Arrival,
  what: string,
  archive: string,
): readonly { readonly id: keyof typeof arrivalProblems; readonly data: Readonly<Record<string, string | number>> }[] {
  const { compared, arrived, inOrder, goneHere } = arrival;
  const data = { what, archive, compared };
  return [
    ...(arrived < compared ? [{ id: "missing" as const, data: { ...data, count: compared - arrived } }] : []),
    ...(inOrder ? [] : [{ id: "disordered" as const, data }]),
    ...(goneHere > 0 ? [{ id: "gone" as const, data: { ...data, count: goneHere } }] : []),
  ];
}
