import { z } from "zod";
import type { RosterPerson } from "./facts.ts";

const text = z.string().max(1000);
const valued = z
  .array(z.looseObject({ value: text.optional(), display: text.optional() }))
  .max(1000)
  .catch([]);

/** A user resource (RFC 7643 4.1), as far as it tells who somebody is. */
export const scimUserSchema = z.looseObject({
  id: text.optional(),
  userName: text.min(1),
  displayName: text.optional(),
  name: z.looseObject({ formatted: text.optional() }).optional(),
  active: z.boolean().optional(),
  emails: z
    .array(z.looseObject({ value: text.optional(), primary: z.boolean().optional() }))
    .max(100)
    .optional(),
  roles: valued.optional(),
  groups: valued.optional(),
  meta: z.looseObject({ lastModified: text.optional() }).optional(),
});
export type ScimUser = z.output<typeof scimUserSchema>;

/** A page of users (RFC 7644 3.4.2); what doesn't fit the schema of a user is looked at one by one. */
export const scimPageSchema = z.looseObject({
  totalResults: z.int().min(0),
  Resources: z.array(z.unknown()).max(10_000).optional(),
});

/** The person that a user stands for. A user name that is an address is no account's name anywhere else. */
export function scimPerson(user: ScimUser): RosterPerson {
  const { userName } = user;
  const email = user.emails?.find((it) => it.primary === true)?.value ?? user.emails?.[0]?.value;
  const address = email ?? (userName.includes("@") ? userName : undefined);
  const fullName = user.displayName ?? user.name?.formatted;
  const isActive = user.active !== false;
  const changed = /^\d{4}-\d\d-\d\d/.exec(user.meta?.lastModified ?? "")?.[0];
  return {
    id: userName,
    ...(fullName !== undefined && { fullName }),
    ...(address !== undefined && { email: address }),
    status: isActive ? "active" : "left",
    statusBy: "active",
    ...(!isActive && changed !== undefined && { leftBy: changed }),
    roles: [...(user.roles ?? []), ...(user.groups ?? [])].flatMap((it) =>
      it.value === undefined && it.display === undefined ? [] : [it.display ?? it.value ?? ""],
    ),
    accounts: userName.includes("@") ? [] : [userName],
    keys: [],
  };
}
