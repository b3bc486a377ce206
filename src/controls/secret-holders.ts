import type { FactKind } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import type { SeenAcross, ToldOf } from "./control.ts";

/** Every kind of fact that tells of secrets, wherever they are. */
export const secretFacts = [
  ...(["host-secrets", "container-secrets", "image-secrets"] as const),
  ...(["compose-secrets", "dockerfile-secrets", "database-roles"] as const),
] as const;
type Told = SeenAcross<(typeof secretFacts)[number]>;

/** A secret that was seen, by its keyed fingerprint, which means something inside one assessment only. */
interface Sighting {
  readonly fingerprint: string;
  readonly name: string;
  /** The subject's id. */
  readonly id: string;
  readonly where: string;
  /** Systems that the place belongs to; the secret is at least one's. */
  readonly systems: readonly string[];
}

/** All places of one secret. */
export type Holders = readonly Sighting[];

const foundIn = ({ containerSecrets, imageSecrets, composeSecrets, dockerfileSecrets }: Told) =>
  [containerSecrets, imageSecrets, composeSecrets, dockerfileSecrets].flat();

/** Every secret that was seen, with all that hold it. */
export function secretHolders(told: Told): readonly Holders[] {
  const seen = [
    ...told.hostSecrets.flatMap((it) => it.facts.sightings.map((one) => seenAt(it, one))),
    ...foundIn(told).flatMap((it) => it.facts.found.map((one) => seenAt(it, one))),
    // Passwords that are kept without salt are the same where what is kept is the same.
    ...told.databaseRoles.flatMap((it) =>
      it.facts.roles.flatMap(({ fingerprint, name }) =>
        fingerprint === undefined ? [] : [seenAt(it, { fingerprint, name, place: `the password of ${name}` })],
      ),
    ),
  ];
  return [...Map.groupBy(seen, (it) => it.fingerprint).values()];
}

/** Whether two of the places have no system in common, so that two systems surely have it. */
export function isShared(holders: Holders): boolean {
  return holders.some((a) => holders.some((b) => !a.systems.some((it) => b.systems.includes(it))));
}

/** Where secrets could lie that were not seen: systems without any place that was searched, and what was closed. */
export function unseenSecrets(told: Told, systems: readonly string[]): readonly Gap[] {
  const looked = [...told.hostSecrets, ...foundIn(told)].flatMap((it) => it.subject.systems);
  return [
    ...systems
      .filter((it) => !looked.includes(it))
      .map((it) => ({
        reason: `no host, container, image or file of ${it} was searched for secrets`,
        wouldVerify: `declare the hosts and containers of ${it}`,
      })),
    ...told.hostSecrets.flatMap(({ subject: { id }, facts: { denied } }): readonly Gap[] =>
      denied.processes + denied.unitFiles + denied.files === 0
        ? []
        : [{ reason: `${id}: not all processes and files could be searched`, wouldVerify: "run as root on the host" }],
    ),
    ...foundIn(told).flatMap((it) => it.facts.unseen),
  ];
}

function seenAt(
  { subject: { id, systems } }: ToldOf<FactKind>,
  { fingerprint, name, place }: { readonly fingerprint: string; readonly name: string; readonly place: string },
): Sighting {
  return { fingerprint, name, id, where: `${id} (${place})`, systems };
}
