import type { FactKind } from "../../../probes/fact-kinds.ts";
import { type Gap, settle } from "../../../verdict/outcome.ts";
import { control, type ToldOf } from "../../control.ts";
import { listed } from "../../listed.ts";

/** A secret that was seen, by its keyed fingerprint, which means something inside one assessment only. */
interface Seen {
  readonly fingerprint: string;
  readonly name: string;
  /** The subject's id. */
  readonly id: string;
  readonly where: string;
  /** Systems that the place belongs to; the secret is at least one's. */
  readonly systems: readonly string[];
}

export default control({
  id: "dedicated-secrets",
  requirement: "BCK-3",
  aspect: "secrets",
  subject: "estate",
  observes: [],
  across: [
    "host-secrets",
    "container-secrets",
    "image-secrets",
    "compose-secrets",
    "dockerfile-secrets",
    "database-roles",
  ],
  severity: "high",
  title: "No two systems hold the same secret",
  problems: { shared: "one secret is held by {systems}: {places}" },
  judge: (_, { subject, across, problem }) => {
    const found = [
      across.containerSecrets,
      across.imageSecrets,
      across.composeSecrets,
      across.dockerfileSecrets,
    ].flat();
    const seen: readonly Seen[] = [
      ...across.hostSecrets.flatMap((it) => it.facts.sightings.map((one) => seenAt(it, one))),
      ...found.flatMap((it) => it.facts.found.map((one) => seenAt(it, one))),
      // Passwords that are kept without salt are the same where what is kept is the same.
      ...across.databaseRoles.flatMap((it) =>
        it.facts.roles.flatMap(({ fingerprint, name }) =>
          fingerprint === undefined ? [] : [seenAt(it, { fingerprint, name, place: `the password of ${name}` })],
        ),
      ),
    ];
    const shared = [...Map.groupBy(seen, (it) => it.fingerprint)].filter(([, of]) =>
      of.some((a) => of.some((b) => !a.systems.some((it) => b.systems.includes(it)))),
    );
    const looked = [...across.hostSecrets, ...found].flatMap((it) => it.subject.systems);
    const unlooked = Object.keys(subject.declared.systems).filter((it) => !looked.includes(it));
    return settle({
      problems: shared.map(([, of]) => {
        const systems = [...new Set(of.flatMap((it) => it.systems))].sort();
        const places = [...new Set(of.map((it) => `${it.name} in ${it.where}`))].sort();
        // Fingerprints and process ids are others each time, and can't name the finding.
        const names = [...new Set(of.map((it) => `${it.name} ${it.id}`))].sort();
        return problem(
          "shared",
          { systems: listed(systems), places: listed(places, 4) },
          { discriminator: names.join(" ") },
        );
      }),
      gaps: [
        ...unlooked.map((it) => ({
          reason: `no host, container, image or file of ${it} was searched for secrets`,
          wouldVerify: `declare the hosts and containers of ${it}`,
        })),
        ...across.hostSecrets.flatMap(({ subject: { id }, facts: { denied } }): readonly Gap[] =>
          denied.processes + denied.unitFiles + denied.files === 0
            ? []
            : [
                {
                  reason: `${id}: not all processes and files could be searched`,
                  wouldVerify: "run as root on the host",
                },
              ],
        ),
        ...found.flatMap((it) => it.facts.unseen),
      ],
      because: `none of ${new Set(seen.map((it) => it.fingerprint)).size} secrets that were seen is in two systems`,
    });
  },
  remedy: {
    linux: "Make a new secret for each system, give it to that system alone, and revoke the common one",
    docker: "Make a new secret for each system, and mount it into that system's containers alone",
  },
});

function seenAt(
  { subject: { id, systems } }: ToldOf<FactKind>,
  { fingerprint, name, place }: { readonly fingerprint: string; readonly name: string; readonly place: string },
): Seen {
  return { fingerprint, name, id, where: `${id} (${place})`, systems };
}
