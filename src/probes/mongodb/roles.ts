import { z } from "zod";
import type { FactsOf } from "../fact-kinds.ts";

type Roles = FactsOf<"database-roles">;
const most = 20_000;
const mostPrivileges = 500;

const heldSchema = z.object({ role: z.string(), db: z.string() });
export const usersSchema = z.object({
  users: z
    .array(
      z.object({
        ...{ user: z.string(), db: z.string(), roles: z.array(heldSchema).default([]) },
        mechanisms: z.array(z.string()).default([]),
      }),
    )
    .max(most),
});
export const rolesSchema = z.object({
  roles: z
    .array(
      z.object({
        ...{ role: z.string(), db: z.string(), roles: z.array(heldSchema).default([]) },
        privileges: z
          .array(
            z.object({
              resource: z.object({
                anyResource: z.boolean().optional(),
                cluster: z.boolean().optional(),
                db: z.string().optional(),
                collection: z.string().optional(),
              }),
              actions: z.array(z.string()),
            }),
          )
          .default([]),
      }),
    )
    .max(most),
});
type Held = z.output<typeof heldSchema>;
type OwnRole = z.output<typeof rolesSchema>["roles"][number];

/** Roles that MongoDB brings along, on the database `admin`, each with what it comes to. */
const powerful: Readonly<Record<string, string>> = {
  root: "everything",
  __system: "everything",
  userAdminAnyDatabase: "grants itself any role",
  userAdmin: "grants itself any role",
  dbOwner: "grants itself any role",
  restore: "writes users and roles",
  readWriteAnyDatabase: "reads and writes every database",
  dbAdminAnyDatabase: "changes and drops every database",
  clusterAdmin: "changes and stops the servers",
  hostManager: "changes and stops the servers",
};
const granting = new Set(["grantRole", "anyAction", "changePassword", "changeOwnPassword", "createUser", "createRole"]);

const nameOf = ({ role, db }: Held): string => `${role}@${db}`;

/** What a role of the server's own making allows that is as much as administering it. */
function ownPowers({ privileges }: OwnRole): readonly string[] {
  return privileges.flatMap(({ resource, actions }) => {
    const wide = resource.anyResource === true || (resource.db === "" && resource.collection === "");
    const users =
      wide || (resource.db === "admin" && (resource.collection === "" || resource.collection === "system.users"));
    if (wide && actions.includes("anyAction")) return ["anyAction on anyResource: everything"];
    const found = actions.filter((it) => granting.has(it) && it !== "changeOwnPassword");
    if (users && found.length > 0)
      return [`${found.join(", ")} on ${resource.db || "every database"}: grants itself any role`];
    const writing = ["insert", "update"].filter((it) => actions.includes(it));
    return users && writing.length > 0 ? [`${writing.join(", ")} on ${resource.db || "every database"}`] : [];
  });
}

/** Users with the roles that they come to. */
export function databaseRoles({ users }: z.output<typeof usersSchema>, { roles }: z.output<typeof rolesSchema>): Roles {
  const byName = new Map(roles.map((it) => [nameOf(it), it]));
  const told = users.map((user): Roles["roles"][number] => {
    const own = nameOf({ role: user.user, db: user.db });
    const paths = new Map<string, { readonly held: Held; readonly path: readonly string[] }>();
    for (const held of user.roles) paths.set(nameOf(held), { held, path: [own, nameOf(held)] });
    // A map is walked in the order of its making, and what is added on the way is walked, too.
    for (const [name, { path }] of paths)
      for (const held of byName.get(name)?.roles ?? [])
        if (!paths.has(nameOf(held))) paths.set(nameOf(held), { held, path: [...path, nameOf(held)] });
    const superuser = [...paths].flatMap(([name, { held, path }]) => {
      const gives = held.db === "admin" && Object.hasOwn(powerful, held.role) ? powerful[held.role] : undefined;
      const made = byName.get(name);
      const by = [...(gives === undefined ? [] : [`${held.role}: ${gives}`]), ...(made ? ownPowers(made) : [])];
      return by.map((it) => ({ by: it, path: [...path] }));
    });
    const external = user.db === "$external";
    return {
      ...{ name: own, canLogIn: true, superuser, owns: [] },
      password: external ? "external" : user.mechanisms.includes("SCRAM-SHA-1") ? "weak-hash" : "strong-hash",
      privileges: [...paths.keys()].slice(0, mostPrivileges),
    };
  });
  return { product: "mongodb", roles: told, unseen: [] };
}
