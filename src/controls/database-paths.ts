import { isLocal, openDoors } from "./database-open-doors.ts";
import type { DatabaseRule } from "./database-rule-decision.ts";

/** A rule by which a role gets in from another machine; not sure where what decides isn't known. */
export interface RemotePath {
  readonly rule: DatabaseRule;
  readonly sure: boolean;
}

/** Every rule by which a role may get in from other machines. */
export function remotePaths(
  { product, rules }: { readonly product: string; readonly rules: readonly DatabaseRule[] },
  role: string,
): readonly RemotePath[] {
  return rules.flatMap((rule, at) => {
    const named = rule.roles.some((it) => it === role || it === "all" || it === "*");
    // A pattern of names isn't compared here.
    const perhaps = rule.roles.some((it) => it.startsWith("/"));
    if ((!named && !perhaps) || rule.method === "reject" || isLocal(rule)) return [];
    const own = { ...rule, roles: [role] };
    const narrowed = rules.with(at, own);
    return openDoors({ product, rules: narrowed }, (it) => it === own).map(({ sure }) => ({
      rule,
      sure: sure && named,
    }));
  });
}
