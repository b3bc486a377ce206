import type { Catalog, GrantRow, RoleRow } from "./catalog.ts";

/** A way in which a role is as good as a superuser. */
export interface Way {
  readonly by: string;
  /** Roles on the way, the role itself first. */
  readonly path: readonly string[];
}

/** Roles that PostgreSQL brings along and that lead to the rights of the server's own account. */
const equivalent = new Set(["pg_execute_server_program", "pg_write_server_files", "pg_read_server_files"]);
/** Parameters by which the server is made to run a program or to load a library. */
const running =
  /_command$|_preload_libraries$|^(?:dynamic_library_path|archive_library|jit_provider|hba_file|ident_file|config_file|data_directory)$/;

/** All roles that each role can come to, each with the shortest path; who is a member may take the role (SET ROLE). */
export function reachable({
  roles,
  memberships,
}: Catalog): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const above = Map.groupBy(memberships, (it) => it.member);
  const nameOf = new Map(roles.map((it) => [it.oid, it.name]));
  return new Map(
    roles.map(({ oid, name }) => {
      const paths = new Map([[oid, [name]]]);
      for (const [from, path] of paths)
        for (const { of } of above.get(from) ?? []) if (!paths.has(of)) paths.set(of, [...path, nameOf.get(of) ?? of]);
      return [oid, paths];
    }),
  );
}

/** Every way in which a role is as good as a superuser: the rights of each role it can come to, and what these are granted. */
export function superuserWays(
  role: RoleRow,
  paths: ReadonlyMap<string, readonly string[]>,
  catalog: Pick<Catalog, "version"> & {
    readonly byOid: ReadonlyMap<string, RoleRow>;
    readonly byGrantee: ReadonlyMap<string, readonly GrantRow[]>;
  },
): readonly Way[] {
  const ways = [...paths].flatMap(([oid, path]): readonly Way[] => {
    const at = catalog.byOid.get(oid);
    if (at === undefined) return [];
    const by = [
      ...(at.superuser ? ["SUPERUSER"] : []),
      // Since PostgreSQL 16 it gives only roles that it administers itself.
      ...(at.createsRoles && catalog.version < 160_000 ? ["CREATEROLE"] : []),
      ...(equivalent.has(at.name) ? [at.name] : []),
      ...(catalog.byGrantee.get(oid) ?? []).flatMap(grantWay),
    ];
    return by.map((it) => ({ by: it, path }));
  });
  // A base backup holds everything; it is made by who logs in with the right, not by who takes the role.
  const backups = role.replicates && role.login ? [{ by: "REPLICATION", path: [role.name] }] : [];
  const everybody = (catalog.byGrantee.get("0") ?? [])
    .flatMap(grantWay)
    .map((by) => ({ by, path: [role.name, "PUBLIC"] }));
  return [...ways, ...backups, ...everybody];
}

function grantWay({ privilege, object, kind, danger }: GrantRow): readonly string[] {
  if (kind === "function" && danger === "system") return [`EXECUTE ON ${object}`];
  return kind === "parameter" && running.test(object) ? [`${privilege} ON PARAMETER ${object}`] : [];
}
