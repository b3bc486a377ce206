import type { FactsOf } from "../fact-kinds.ts";
import { allowedBy, reads } from "./acl.ts";
import type { Configuration } from "./configuration.ts";

type Rules = FactsOf<"database-rules">;
type Rule = Rules["rules"][number];

/** Who may come: everybody by a password, with TLS where that is demanded, and nobody in particular where a rule lets them read. */
export function databaseRules({ databases, refusesAnonymous, unread }: Configuration, hasTls: boolean): Rules {
  const unseen: Rules["unseen"] = unread.map((it) => ({
    reason: `a rule makes no sense here: ${it}`,
    wouldVerify: "look at it by hand",
  }));
  const rules = databases.flatMap((database): readonly Rule[] => {
    const { suffix, rules: access, demandsTls, demandsCertificate, hasEntries, rootPassword } = database;
    const byPassword: Rule = {
      place: `binds to ${suffix}`,
      ...{ roles: ["*"], databases: [suffix], from: ["any"] },
      tls: demandsTls ? "required" : hasTls ? "either" : "never",
      method: demandsCertificate ? "simple+clientcert" : "simple",
      open: false,
    };
    const binds = hasEntries || rootPassword !== undefined ? [byPassword] : [];
    if (refusesAnonymous) return binds;
    const nobody = ["entry", "userpassword"].flatMap((it) => allowedBy(access, { groups: new Set() }, it, reads));
    const open = [...new Set(nobody.map(({ rule }) => rule))].flatMap((rule): readonly Rule[] => {
      if (nobody.some((it) => it.rule === rule && it.sure))
        return [{ ...byPassword, place: rule.place, roles: ["anonymous"], method: "none", open: true }];
      unseen.push({
        reason: `whether ${rule.place} lets anybody read can't be told here`,
        wouldVerify: "write the rule without conditions, or look at it by hand",
      });
      return [];
    });
    return [...binds, ...open];
  });
  return { product: "ldap", rules, unseen };
}
