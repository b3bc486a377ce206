import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import type { Catalog, GrantRow, RoleRow } from "./catalog.ts";
import { reachable, superuserWays } from "./closure.ts";

type Roles = FactsOf<"database-roles">;
type Role = Roles["roles"][number];

const mostOwned = 50;
const mostPrivileges = 500;

/** The catalog as facts; of passwords only what kind they are kept in, and a keyed fingerprint. */
export function databaseRoles(
  catalog: Catalog,
  { fingerprint, deposit }: Pick<ProbeContext, "fingerprint" | "deposit">,
): Roles {
  const byOid = new Map(catalog.roles.map((it) => [it.oid, it]));
  const byGrantee = Map.groupBy(catalog.grants, (it) => it.grantee);
  const ownedBy = Map.groupBy(catalog.owners, (it) => it.owner);
  const paths = reachable(catalog);
  const unseen = [...catalog.unseen];
  for (const { oid, name } of catalog.roles) {
    const kept = catalog.passwords?.get(oid);
    if (kept) deposit.kept(kept, { scheme: "postgresql", account: name });
  }
  const told = (role: RoleRow): Role => {
    const reach = paths.get(role.oid) ?? new Map([[role.oid, [role.name]]]);
    const owned = [...reach.keys()].flatMap((oid) => ownedBy.get(oid) ?? []);
    const shown = [
      ...new Set(
        owned.map(({ kind, object }) => (kind === "relation" || kind === "elsewhere" ? object : `${kind} ${object}`)),
      ),
    ];
    const granted = [...new Set(["0", ...reach.keys()])].flatMap((oid) =>
      (byGrantee.get(oid) ?? []).flatMap(privilegeOf),
    );
    const privileges = new Set([
      ...granted,
      ...owned.filter((it) => it.kind === "relation").map((it) => `ALL ON ${it.object}`),
      ...[...reach.keys()].flatMap((oid) => attributesOf(byOid.get(oid), oid !== role.oid)),
    ]);
    if (privileges.size > mostPrivileges)
      unseen.push({ reason: `${role.name} has more privileges than are told`, wouldVerify: "look by hand" });
    return {
      ...{ name: role.name, canLogIn: role.login },
      superuser: superuserWays(role, reach, { ...catalog, byOid, byGrantee }).map((it) => ({
        ...it,
        path: [...it.path],
      })),
      owns: shown.slice(0, mostOwned),
      privileges: [...privileges].slice(0, mostPrivileges),
      ...(role.expires !== null && role.expires !== "infinity" && { expires: role.expires }),
      ...passwordOf(catalog.passwords?.get(role.oid), fingerprint),
    };
  };
  // Those that PostgreSQL brings along can't log in; what they mean is told of who can come to them.
  const roles = catalog.roles.filter((it) => !it.name.startsWith("pg_")).map(told);
  return { product: "postgresql", roles, unseen };
}

function privilegeOf({ privilege, object, kind, danger }: GrantRow): readonly string[] {
  if (kind === "elsewhere") return [`GRANTS IN DATABASE ${object}`];
  if (kind === "function") return danger === "system" ? [] : [`EXECUTE ON FUNCTION ${object} ${danger}`];
  if (kind === "relation") return [`${privilege} ON ${object}`];
  if (kind === "column") return [`${privilege} ON COLUMNS OF ${object}`];
  return [`${privilege} ON ${kind === "foreign" ? "FOREIGN DATA WRAPPER" : kind.toUpperCase()} ${object}`];
}

function attributesOf(role: RoleRow | undefined, reached: boolean): readonly string[] {
  if (role === undefined) return [];
  return [
    ...(role.createsDatabases ? ["CREATEDB"] : []),
    ...(role.createsRoles ? ["CREATEROLE"] : []),
    ...(role.bypasses ? ["BYPASSRLS"] : []),
    ...(role.replicates ? ["REPLICATION"] : []),
    // A role of the product's own has rights that no access list shows.
    ...(reached && role.name.startsWith("pg_") ? [`MEMBER OF ${role.name}`] : []),
  ];
}

function passwordOf(kept: string | null | undefined, fingerprint: (secret: string) => string): Partial<Role> {
  if (kept === undefined) return {};
  if (kept === null) return { password: "none" };
  const password = kept.startsWith("SCRAM-SHA-256$")
    ? "strong-hash"
    : /^md5[0-9a-f]{32}$/.test(kept)
      ? "weak-hash"
      : "plaintext";
  return { password, fingerprint: fingerprint(kept) };
}
