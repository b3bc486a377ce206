import type { FactsOf } from "../../probes/fact-kinds.ts";
import type { Gap } from "../../verdict/outcome.ts";
import type { Principal } from "./principal.ts";

const doors = {
  none: [],
  plaintext: ["a password"],
  "weak-hash": ["a password"],
  "strong-hash": ["a password"],
  external: ["a login that another program vouches for"],
} as const;

/** Every role of a database, with its live sessions where they are given. */
export function databasePrincipals(
  { product, roles }: FactsOf<"database-roles">,
  sessions: FactsOf<"database-sessions">["sessions"],
  now: Date,
): readonly Principal[] {
  return roles.map((role) => {
    const user = shortName(product, role.name);
    const isOver = role.expires !== undefined && Date.parse(role.expires) <= now.getTime();
    const canEnter = role.canLogIn && !isOver;
    const own = doors[role.password ?? "none"];
    return {
      name: role.name,
      aliases: user === role.name || user === "" ? [] : [user],
      realName: user.includes(" ") ? user : undefined,
      // A role that may log in and has no password still can by other proof, such as the account of the operating system.
      doors: canEnter ? (own.length > 0 ? own : ["a login"]) : [],
      doorsUnseen: false,
      keys: [],
      powers: [
        ...new Set(
          role.superuser.map(({ by, path }) => (path.length > 1 ? `${by} by way of ${path.join(" → ")}` : by)),
        ),
      ],
      raised: [],
      sessions: sessions
        .filter((it) => it.role === role.name || it.role === user || isSameDn(product, it.role, role.name))
        .map((it) => `a session from ${it.from}${it.database === undefined ? "" : ` on ${it.database}`}`),
    };
  });
}

/** MariaDB's accounts are NAME@HOST, and a directory's are `uid=NAME,ou=…`. */
function shortName(product: string, name: string): string {
  if (product === "ldap") return /^\w+=([^,+\\]+)/.exec(name)?.[1]?.trim() ?? name;
  const at = product === "mariadb" || product === "mysql" ? name.lastIndexOf("@") : -1;
  return at < 0 ? name : name.slice(0, at);
}

function isSameDn(product: string, a: string, b: string): boolean {
  return product === "ldap" && a.toLowerCase().replaceAll(/,\s+/g, ",") === b.toLowerCase().replaceAll(/,\s+/g, ",");
}

/** What keeps us from knowing every role. */
export function unseenRoles({ roles, unseen }: FactsOf<"database-roles">): readonly Gap[] {
  const none = { reason: "no role was seen", wouldVerify: "connect as a role that may list them" };
  return roles.length === 0 ? [...unseen, none] : unseen;
}

/** What keeps us from knowing every session. */
export function unseenSessions({ whole, unseen }: FactsOf<"database-sessions">): readonly Gap[] {
  const wouldVerify = "connect as a role that may see them, as `holdfast grants` prints";
  return whole ? unseen : [...unseen, { reason: "the sessions of others could not be seen", wouldVerify }];
}
