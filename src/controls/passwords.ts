import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { listed } from "./listed.ts";

/** Accounts whose password field was not seen, as one gap with the reason. */
export function unseenPasswords({ accounts, shadow }: FactsOf<"host-accounts">): readonly Gap[] {
  if (shadow !== undefined) return [{ reason: shadow.message, wouldVerify: shadow.wouldVerify }];
  if (accounts.length === 0) return [{ reason: "no account was seen", wouldVerify: "let Holdfast read /etc/passwd" }];
  const unseen = accounts.filter((it) => it.password === undefined).map((it) => it.name);
  if (unseen.length === 0) return [];
  return [
    { reason: `the password field of ${listed(unseen)} was not seen`, wouldVerify: "run `pwck` as root, and mend" },
  ];
}
