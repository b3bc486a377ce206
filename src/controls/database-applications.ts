import type { DatabaseDeclaration } from "../estate/schema.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

export type DatabaseRole = FactsOf<"database-roles">["roles"][number];

/** The roles of the declared applications as the server has them; without a declaration, or the role, there is a gap. */
export function applicationRoles(
  { applications }: DatabaseDeclaration,
  { roles, unseen }: FactsOf<"database-roles">,
): { readonly found: readonly DatabaseRole[]; readonly gaps: readonly Gap[] } {
  const names = Object.keys(applications);
  const found = roles.filter((it) => names.includes(it.name));
  const missing = names.filter((it) => !found.some(({ name }) => name === it));
  const gaps = missing.map((it) => ({
    reason: `the server has no role ${it}, as which an application is declared to use it`,
    wouldVerify: "declare the role that the application really uses",
  }));
  const undeclared = {
    reason: "no application is declared for this database",
    wouldVerify: "declare its applications, by the roles they use it with",
  };
  return { found, gaps: [...unseen, ...gaps, ...(names.length === 0 ? [undeclared] : [])] };
}

/**
 * The privileges that are not among those an application is declared to need: `SELECT, INSERT ON shop.orders` stands for
 * two, `ALL` for every one, `shop.*` for everything in `shop`; all else must be written as the product writes it.
 */
export function undeclaredPrivileges(held: readonly string[], declared: readonly string[]): readonly string[] {
  const needed = declared.flatMap(parts);
  return held.filter((it) => {
    // A rule that only takes away is never too much.
    if (it.startsWith("-")) return false;
    const [{ verb, object } = { verb: it, object: "" }] = parts(it);
    return !needed.some(
      (one) => (one.verb === verb || (one.verb === "ALL" && object !== "")) && isWithin(object, one.object),
    );
  });
}

function parts(privilege: string): readonly { readonly verb: string; readonly object: string }[] {
  const at = privilege.search(/\sON\s/i);
  // Rules of Redis stand one beside the other, in any order.
  const rules = /^\s*[+~&%-]/.test(privilege) ? privilege.trim().split(/\s+/) : [privilege.trim()];
  if (at < 0) return rules.map((verb) => ({ verb, object: "" }));
  const object = privilege.slice(at + 4).trim();
  const verbs = privilege
    .slice(0, at)
    .toUpperCase()
    .replace(/^\s*ALL\s+PRIVILEGES\s*$/, "ALL")
    .split(",");
  return verbs.map((it) => ({ verb: it.trim(), object: object.replace(/^TABLE\s+/i, "") }));
}

function isWithin(object: string, declared: string): boolean {
  return object === declared || (declared.endsWith(".*") && object.startsWith(declared.slice(0, -1)));
}
