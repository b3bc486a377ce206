import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { shown } from "./answers.ts";

type Access = FactsOf<"database-access">;
export type DatabaseAttempt = Access["attempts"][number];

/** The attempts of one kind, and what they leave open: those that told nothing, and that there was none. */
export function attemptsOf(
  { attempts, unseen }: Access,
  kind: DatabaseAttempt["kind"],
  wouldVerify: string,
): { readonly tried: readonly DatabaseAttempt[]; readonly gaps: readonly Gap[] } {
  const tried = attempts.filter((it) => it.kind === kind);
  const unclear = tried.filter((it) => it.result === "unclear");
  return {
    tried,
    gaps: [
      ...unseen,
      ...(tried.length === 0 ? [{ reason: "it was not tried", wouldVerify }] : []),
      ...unclear.map((it) => ({
        reason: `${attemptName(it)}: ${shown(it.detail ?? "the answer could not be read")}`,
        wouldVerify: "make the server answer this attempt clearly, or try by hand",
      })),
    ],
  };
}

/** Such as `postgres over TLS`, `nobody in plaintext by the management API`. */
export function attemptName(attempt: DatabaseAttempt): string {
  return `${attempt.user === "" ? "nobody" : attempt.user} ${attempt.tls ? "over TLS" : "in plaintext"}${way(attempt)}`;
}

/** Such as `shop`, `shop by the management API`; tells attempts of one kind apart. */
export const attemptUser = (attempt: DatabaseAttempt): string => `${attempt.user}${way(attempt)}`;

const way = ({ by }: DatabaseAttempt): string => (by === undefined ? "" : ` by ${by}`);
