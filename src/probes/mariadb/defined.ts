import { type Catalog, covers, type Defined, onDatabase, reached, type Way } from "./closure.ts";
import { singleGrantsOf } from "./standing.ts";

/** By which roles an account comes to a privilege on something; `undefined` where it doesn't. */
function pathTo(
  catalog: Catalog,
  name: string,
  privilege: string,
  { database, name: object, kind }: Defined,
): readonly string[] | undefined {
  const { foldsCase } = catalog;
  for (const [at, path] of reached(catalog, name)) {
    const global = catalog.accounts.find((it) => it.name === at)?.privileges ?? [];
    const single = singleGrantsOf(catalog, at).some(
      (it) =>
        it.privileges.includes(privilege) &&
        covers(it.database, foldsCase, database) &&
        it.table?.toLowerCase() === object.toLowerCase() &&
        (it.routine ?? "VIEW") === kind,
    );
    if (global.includes(privilege) || single) return path;
  }
  return onDatabase(catalog, name, database).find(({ grant }) => grant.privileges.includes(privilege))?.path;
}

/**
 * What somebody comes to by what runs with a superuser's rights: a routine that they may run, or may make run so, and a view
 * of the accounts that they may write through. Who changes a trigger, an event or a routine becomes its definer, so that
 * these lead nowhere.
 */
export function byDefined(catalog: Catalog, name: string, isSuperuser: (account: string) => boolean): readonly Way[] {
  const definers = new Set(catalog.defined.map((it) => it.definer));
  const superusers = new Set([...definers].filter(isSuperuser));
  const everybody = name === "PUBLIC" ? [name] : [name, "PUBLIC"];
  const path = (privilege: string, it: Defined): readonly string[] | undefined => {
    for (const one of everybody) {
      const found = pathTo(catalog, one, privilege, it);
      if (found !== undefined) return one === name ? found : [name, ...found];
    }
    return undefined;
  };
  return catalog.defined
    .filter((it) => superusers.has(it.definer))
    .flatMap((it): readonly Way[] => {
      const { database, name: object, kind, definer, asDefiner } = it;
      const what = `${database}.${object}`;
      if (kind === "VIEW") {
        const verb = ["UPDATE", "INSERT"].find((one) => path(one, it) !== undefined);
        const by = `${verb} ON ${what}: writes accounts with the rights of ${definer}`;
        return verb === undefined || !asDefiner ? [] : [{ by, path: path(verb, it) ?? [name] }];
      }
      const runs = path("EXECUTE", it);
      if (runs === undefined) return [];
      if (asDefiner) return [{ by: `EXECUTE ON ${kind} ${what}: runs with the rights of ${definer}`, path: runs }];
      const alters = path("ALTER ROUTINE", it);
      const by = `ALTER ROUTINE ON ${kind} ${what}: lets it run with the rights of ${definer}`;
      return alters === undefined ? [] : [{ by, path: alters }];
    });
}
