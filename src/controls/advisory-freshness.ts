import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

const hour = 3_600_000;
const again = "let Holdfast reach the mirrors under `advisories`, and look again";

/** Why package lists clear nothing: too old, expired, unverified, or none of them a security source. */
export function listGaps(
  { lists }: Pick<FactsOf<"image-updates">, "lists">,
  now: Date,
  mostHours: number,
): readonly Gap[] {
  const gaps = lists.flatMap(({ suite, fetchedAt, validUntil, verified }): readonly Gap[] => {
    const age = (now.getTime() - Date.parse(fetchedAt)) / hour;
    return [
      ...(verified ? [] : [{ reason: `the list of ${suite} has no verified signature`, wouldVerify: again }]),
      ...(age >= -1 && age <= mostHours
        ? []
        : [
            {
              reason: `the list of ${suite} was fetched at ${fetchedAt}; ${mostHours} hours count`,
              wouldVerify: again,
            },
          ]),
      ...(validUntil === undefined || Date.parse(validUntil) >= now.getTime()
        ? []
        : [
            {
              reason: `the list of ${suite} was valid until ${validUntil}`,
              wouldVerify: "name a mirror that is up to date",
            },
          ]),
    ];
  });
  return lists.some((it) => it.security)
    ? gaps
    : [...gaps, { reason: "no list of security updates was read", wouldVerify: again }];
}

/** The gap of vulnerability data that is older than the policy allows, or from the future. */
export function dataGaps(dataAt: string, now: Date, mostHours: number): readonly Gap[] {
  const age = (now.getTime() - Date.parse(dataAt)) / hour;
  if (age >= -1 && age <= mostHours) return [];
  return [
    {
      reason: `the newest entry of the vulnerability data is of ${dataAt}; ${mostHours} hours count`,
      wouldVerify: "fetch the vulnerability data again, and look again",
    },
  ];
}

/** The gap of packages or components that no list or data covers. */
export function uncoveredGaps(names: readonly string[], by: string): readonly Gap[] {
  const [first] = names;
  if (first === undefined) return [];
  const more = names.length > 1 ? ` and ${names.length - 1} more` : "";
  return [
    {
      reason: `${by} doesn't cover ${first}${more}`,
      wouldVerify: "take these from a source that publishes advisories, or attest how they are kept up to date",
    },
  ];
}
