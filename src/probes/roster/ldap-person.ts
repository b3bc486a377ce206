import { createHash } from "node:crypto";
import type { LdapRosterDeclaration } from "../../estate/schema.ts";
import type { RosterPerson } from "./facts.ts";

/** An entry of a directory: the values of its attributes, by name in lower case. */
export type Attributes = ReadonlyMap<string, readonly string[]>;

type Status = Pick<RosterPerson, "status" | "statusBy" | "left">;

/** OpenLDAP's mark of an entry that an administrator locked; any other time there is a lock for wrong passwords, which ends. */
const lockedForGood = "000001010000Z";

/** Attributes by which directories show that somebody left. */
export const statusAttributes = [
  "pwdAccountLockedTime",
  "nsAccountLock",
  "userAccountControl",
  "shadowExpire",
] as const;

/** What a directory's entry tells of a person; `undefined` where it has no name that could be told. */
export function ldapPerson(entry: Attributes, declared: LdapRosterDeclaration, now: Date): RosterPerson | undefined {
  const all = (name: string) => entry.get(name.toLowerCase()) ?? [];
  const [id, fullName, email] = [declared.id, declared.fullName, declared.email].map((it) => all(it)[0]);
  if (id === undefined || id === "") return undefined;
  const { left, ...status } = statusOf(entry, declared, now);
  const day = left ?? dayOf(declared.leftDay === undefined ? undefined : all(declared.leftDay)[0]);
  return {
    id,
    ...(fullName !== undefined && { fullName }),
    ...(email !== undefined && { email }),
    ...status,
    ...(day !== undefined && { left: day }),
    roles: declared.roles.flatMap(all),
    accounts: [...new Set(declared.accounts.flatMap(all))],
    keys: declared.sshKeys.flatMap(all).flatMap(fingerprint),
  };
}

function statusOf(entry: Attributes, { left, leave }: LdapRosterDeclaration, now: Date): Status {
  const first = (name: string) => entry.get(name.toLowerCase())?.[0];
  const shows = (by: typeof left) =>
    by?.values.some((it) =>
      entry.get(by.attribute.toLowerCase())?.some((one) => one.toLowerCase() === it.toLowerCase()),
    );
  if (left !== undefined && shows(left)) return { status: "left", statusBy: left.attribute };
  if (first("pwdAccountLockedTime") === lockedForGood) return { status: "left", statusBy: "pwdAccountLockedTime" };
  if (first("nsAccountLock")?.toLowerCase() === "true") return { status: "left", statusBy: "nsAccountLock" };
  if ((Number(first("userAccountControl")) & 2) !== 0) return { status: "left", statusBy: "userAccountControl" };
  const expires = Number(first("shadowExpire") ?? -1);
  // Days since 1970; from that day on the account can't be used (shadow(5)).
  if (expires >= 0 && expires < 3_000_000 && expires * 86_400_000 <= now.getTime())
    return {
      status: "left",
      statusBy: "shadowExpire",
      left: new Date(expires * 86_400_000).toISOString().slice(0, 10),
    };
  if (leave !== undefined && shows(leave)) return { status: "leave", statusBy: leave.attribute };
  return { status: "active", statusBy: "the directory" };
}

/** `2026-05-31`, or the generalized time `20260531120000Z` (RFC 4517 3.3.13). */
function dayOf(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(text ?? "") ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day}`;
}

/** Of a public key as authorized_keys has it: the fingerprint that `ssh-keygen -l` tells. */
export function fingerprint(publicKey: string): readonly string[] {
  const [, blob] = /(?:^|\s)(AAAA[A-Za-z0-9+/]+={0,3})(?:\s|$)/.exec(publicKey) ?? [];
  if (blob === undefined) return [];
  const hash = createHash("sha256").update(Buffer.from(blob, "base64")).digest("base64");
  return [`SHA256:${hash.replace(/=+$/, "")}`];
}
