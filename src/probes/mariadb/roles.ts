import type { FactsOf } from "../fact-kinds.ts";
import { passwordKept } from "./accounts.ts";
import type { ReadCatalog } from "./catalog.ts";
import { privilegesOf, superuserBy } from "./closure.ts";

type Product = FactsOf<"database-roles">["product"];
const mostPrivileges = 500;

/** What accounts and roles come to. */
export function databaseRoles(
  { catalog, unseen }: ReadCatalog,
  product: Product,
  fingerprint: (secret: string) => string,
): FactsOf<"database-roles"> {
  const cut: string[] = [];
  const roles = catalog.accounts.map((account) => {
    const kept = account.isRole ? undefined : passwordKept(account);
    const hash = account.methods.find((it) => it.kept !== "" && it.kept !== "invalid")?.kept;
    const privileges = privilegesOf(catalog, account.name);
    if (privileges.length > mostPrivileges) cut.push(account.name);
    return {
      name: account.name,
      canLogIn: !account.isRole && !account.locked && kept !== undefined,
      ...(kept !== undefined && { password: kept }),
      ...(hash !== undefined && { fingerprint: fingerprint(hash) }),
      superuser: superuserBy(catalog, account.name).map(({ by, path }) => ({ by, path: [...path] })),
      owns: [],
      privileges: privileges.slice(0, mostPrivileges),
      ...(account.expires !== undefined && { expires: new Date(Math.min(account.expires, 8e12) * 1000).toISOString() }),
    };
  });
  const more = cut.map((name) => ({
    reason: `${name} has more privileges than are told`,
    wouldVerify: `SHOW GRANTS FOR ${name}`,
  }));
  return { product, roles, unseen: [...unseen, ...more] };
}
