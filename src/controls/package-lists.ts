import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

const day = 86_400;

/** Lists that are old, unsigned or without a security source tell nothing about what is not pending. */
export function listGaps(updates: FactsOf<"host-updates">, mostDays: number): readonly Gap[] {
  const { listsAgeSeconds: age, listsSigned, securitySource } = updates;
  const wouldVerify = "let the host fetch its package lists (such as `apt-get update`), and observe again";
  if (age === undefined) return [{ reason: "the host has no package lists", wouldVerify }];
  return [
    ...(age > mostDays * day || age < -day
      ? [{ reason: `the package lists are ${hours(age)} old; after ${mostDays} days they tell nothing`, wouldVerify }]
      : []),
    ...(securitySource
      ? []
      : [
          {
            reason: "none of the package lists is a security source",
            wouldVerify: "add the security repository of the distribution, and fetch its lists",
          },
        ]),
    ...(listsSigned === true
      ? []
      : [
          {
            reason:
              listsSigned === false
                ? "package lists without a valid signature"
                : "whether the package lists are signed was not seen",
            wouldVerify: "fetch the lists from a signed repository, with its key and gpgv on the host",
          },
        ]),
  ];
}

/** An age in hours, or from two days on in days. */
export function hours(seconds: number): string {
  return seconds < 2 * day ? `${Math.round(seconds / 3600)} hours` : `${Math.round(seconds / day)} days`;
}
