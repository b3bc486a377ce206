import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import { passwordKept } from "./accounts.ts";
import type { ReadCatalog } from "./catalog.ts";
import { privilegesOf, superuserBy } from "./closure.ts";

type Product = FactsOf<"database-roles">["product"];
const mostPrivileges = 500;

/** Plugins whose kept values can be compared with a password. */
const schemes = ["mysql_native_password", "caching_sha2_password", "ed25519"] as const;

/** What accounts and roles come to. */
export function databaseRoles(
  { catalog, unseen }: ReadCatalog,
  product: Product,
  { fingerprint, deposit }: Pick<ProbeContext, "fingerprint" | "deposit">,
): FactsOf<"database-roles"> {
  for (const { name, methods } of catalog.accounts)
    for (const { plugin, kept } of methods) {
      const scheme = schemes.find((it) => it === plugin);
      if (scheme !== undefined && kept !== "invalid") deposit.kept(kept, { scheme, account: name });
    }
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
