import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { listed } from "./listed.ts";

/** What is not known of who has an account: nobody was seen, or lines that stand for accounts kept elsewhere. */
export function unseenAccounts({ accounts, unreadLines = 0 }: FactsOf<"host-accounts">): readonly Gap[] {
  if (accounts.length === 0) return [{ reason: "no account was seen", wouldVerify: "let Holdfast read /etc/passwd" }];
  if (unreadLines === 0) return [];
  const reason = `${unreadLines} lines of /etc/passwd make no account by themselves: they name accounts elsewhere, or are mistakes`;
  return [{ reason, wouldVerify: "run `pwck` as root, and take these lines out of /etc/passwd" }];
}

/** Accounts whose password field was not seen, as gaps with the reason. */
export function unseenPasswords(facts: FactsOf<"host-accounts">): readonly Gap[] {
  const { accounts, shadow } = facts;
  const unknown = unseenAccounts(facts);
  if (shadow !== undefined) return [{ reason: shadow.message, wouldVerify: shadow.wouldVerify }, ...unknown];
  const unseen = accounts.filter((it) => it.password === undefined).map((it) => it.name);
  if (unseen.length === 0) return unknown;
  const reason = `the password field of ${listed(unseen)} was not seen`;
  return [{ reason, wouldVerify: "run `pwck` as root, and mend" }, ...unknown];
}
