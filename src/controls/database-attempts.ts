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

/** Such as `postgres over TLS`. */
export function attemptName({ user, tls }: DatabaseAttempt): string {
  return `${user === "" ? "nobody" : user} ${tls ? "over TLS" : "in plaintext"}`;
}
