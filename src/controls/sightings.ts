import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

type Secrets = FactsOf<"host-secrets">;
export type Sighting = Secrets["sightings"][number];

/** The sightings at one kind of place. Several processes of one program with one secret count once. */
export function sightingsIn({ sightings }: Secrets, where: Sighting["where"]): readonly Sighting[] {
  return [...new Map(sightings.filter((it) => it.where === where).map((it) => [sightingId(it), it])).values()];
}

/** Tells a secret's place and name apart from run to run; the number of a process would not. */
export function sightingId({ place, name }: Pick<Sighting, "place" | "name">): string {
  return `${place.replace(/^\/proc\/\d+\//, "")} ${name}`;
}

const nouns = { processes: "processes", unitFiles: "unit files", files: "files", histories: "histories" };

/** What could not be looked into, and whether there was anything at all to look at. */
export function unlooked({ lookedAt, denied }: Secrets, what: keyof typeof nouns): readonly Gap[] {
  const wouldVerify = "run as root on the host";
  const [seen, unseen] = [lookedAt[what], denied[what]];
  if (seen === undefined || unseen === undefined)
    return [{ reason: `the ${nouns[what]} were not looked at`, wouldVerify: "observe the host again" }];
  if (unseen > 0) return [{ reason: `${unseen} ${nouns[what]} could not be looked into`, wouldVerify }];
  // There is no host without processes; one without unit files or files with secrets there may be.
  if (what === "processes" && seen === 0) return [{ reason: "no process could be looked into", wouldVerify }];
  return [];
}
