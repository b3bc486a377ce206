import type { DatabaseDeclaration, Estate } from "../estate/schema.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { isWithin, type SystemsAt } from "./client-systems.ts";
import type { ToldOf } from "./control.ts";
import { listed } from "./listed.ts";
import { unseenSessions } from "./people/database-principals.ts";

/** That a system uses a role of a backend, and what tells it. */
interface RoleUse {
  /** The server and the role on it; two entries of the estate can be of one server. */
  readonly account: string;
  readonly database: string;
  readonly role: string;
  readonly system: string;
  readonly by: string;
}

interface Uses {
  readonly uses: readonly RoleUse[];
  readonly gaps: readonly Gap[];
}

const systemsOf = ({ systems }: Estate, database: string): readonly string[] =>
  Object.keys(systems).filter((it) => systems[it]?.databases.includes(database) === true);

const serverOf = ({ kind, address }: DatabaseDeclaration): string =>
  `${kind} ${address.toLowerCase().replace(/^unix:\/\//, "")}`;

/** Which system an application is declared to be: by itself, or the only one that uses the database. */
function declaredSystem(estate: Estate, database: string, role: string): string | undefined {
  const systems = systemsOf(estate, database);
  return estate.databases[database]?.applications[role]?.system ?? (systems.length === 1 ? systems[0] : undefined);
}

/** Who is declared to use the roles of all databases. */
export function declaredUses(estate: Estate): Uses {
  const used = Object.entries(estate.databases).filter(([name]) => systemsOf(estate, name).length > 0);
  const all = used.map(([database, declared]): Uses => {
    const roles = Object.keys(declared.applications);
    const uses = roles.flatMap((role): readonly RoleUse[] => {
      const system = declaredSystem(estate, database, role);
      const account = `${serverOf(declared)} ${role}`;
      return system === undefined ? [] : [{ account, database, role, system, by: "as declared" }];
    });
    const without = systemsOf(estate, database).filter((it) => !uses.some(({ system }) => system === it));
    const reason = `nothing says as which role ${without.join(" and ")} uses the database ${database}`;
    const wouldVerify = "declare its applications, each with its system";
    return { uses, gaps: without.length === 0 ? [] : [{ reason, wouldVerify }] };
  });
  return { uses: all.flatMap((it) => it.uses), gaps: all.flatMap((it) => it.gaps) };
}

/** Who is seen using the roles of a database right now. Those of its administrators and of Holdfast are nobody's application. */
export function seenUses(estate: Estate, told: ToldOf<"database-sessions">, systemsAt: SystemsAt): Uses {
  const { name: database } = told.subject;
  const declared = estate.databases[database];
  if (declared === undefined) return { uses: [], gaps: [] };
  const { sessions } = told.facts;
  const gaps: Gap[] = unseenSessions(told.facts).map((it) => ({ ...it, reason: `${database}: ${it.reason}` }));
  const people = [...declared.administrators, ...Object.keys(estate.serviceAccounts), declared.user];
  const uses = sessions.flatMap((session): readonly RoleUse[] => {
    const role = applicationRole(declared, session.role);
    if (people.includes(session.role) || people.includes(role)) return [];
    const at = systemsAt(session.from, database);
    const systems = at.length > 0 ? at : byDeclaredAddress(estate, database, role, session);
    const [system] = systems;
    if (system === undefined)
      gaps.push({
        reason: `${role} is used on ${database} from ${session.from}, which is no declared host's`,
        wouldVerify: "declare that host, or the addresses under `from` of the application",
      });
    // Of a host that several systems share nobody knows from here which of them it is.
    if (system === undefined || systems.length > 1) return [];
    return [{ account: `${serverOf(declared)} ${role}`, database, role, system, by: `seen from ${session.from}` }];
  });
  return { uses, gaps };
}

/** MariaDB tells sessions by the user alone; the account is NAME@HOST. */
function applicationRole({ applications }: DatabaseDeclaration, role: string): string {
  const names = Object.keys(applications);
  return names.includes(role) ? role : (names.find((it) => it.slice(0, it.lastIndexOf("@")) === role) ?? role);
}

function byDeclaredAddress(
  estate: Estate,
  database: string,
  role: string,
  { from }: FactsOf<"database-sessions">["sessions"][number],
): readonly string[] {
  const system = declaredSystem(estate, database, role);
  const ranges = estate.databases[database]?.applications[role]?.from ?? [];
  return system !== undefined && isWithin(from, ranges) ? [system] : [];
}

/** Roles that more than one system uses, with the systems and what tells it. */
export function sharedRoles(uses: readonly RoleUse[]) {
  return [...Map.groupBy(uses, (it) => it.account)].flatMap(([account, of]) => {
    const systems = [...Map.groupBy(of, (it) => it.system)];
    const [first] = of;
    if (first === undefined || systems.length < 2) return [];
    const told = systems.map(([system, its]) => `${system} (${listed([...new Set(its.map((it) => it.by))], 3)})`);
    return [{ account, role: first.role, database: first.database, uses: told.sort().join(" and ") }];
  });
}
