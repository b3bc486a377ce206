import type { FactsOf } from "../fact-kinds.ts";
import { type Collected, lines, troubleOf } from "./collected.ts";
import { parseSudoers } from "./sudoers.ts";

type PasswordState = "set" | "locked" | "empty";

/** State and method as the script tells them; the hash itself never left the host. */
interface Password {
  readonly state: PasswordState;
  readonly method: string | undefined;
  /** Day since 1970 from which on the account counts no more. */
  readonly expiryDay?: number;
}

function password(state: string | undefined, method: string | undefined, expires = ""): Password | undefined {
  if (state !== "set" && state !== "locked" && state !== "empty") return undefined;
  const expiry = /^\d+$/.test(expires) ? { expiryDay: Number(expires) } : {};
  return { state, method: method === undefined || method === "-" ? undefined : method, ...expiry };
}

/** `NAME STATE METHOD EXPIRY` by tabs, of /etc/shadow. */
export function parseShadow(text: string): ReadonlyMap<string, Password> {
  return new Map(
    lines(text).flatMap((line) => {
      const [name = "", state, method, expires] = line.split("\t");
      const found = password(state, method, expires);
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
}

/** A number as the C library reads it: blanks and a sign in front make no other account of it. */
function idOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*[+-]?\d+$/.test(text) ? Number(text) >>> 0 : undefined;
}

/** `NAME UID GID HOME SHELL STATE METHOD REAL-NAME` by tabs, of /etc/passwd (passwd(5)); what is no account is left out. */
export function parsePasswd(text: string) {
  return lines(text).flatMap((line) => {
    const [name = "", user, group, home = "", shell = "", state, method, real = ""] = line.split("\t");
    const [userId, groupId] = [idOf(user), idOf(group)];
    if (name === "" || /^[+-]/.test(name) || userId === undefined || groupId === undefined) return [];
    return [
      { name, userId, groupId, home, shell, ...(real !== "" && { realName: real }), own: password(state, method) },
    ];
  });
}

/** `NAME GID MEMBERS` by tabs, of /etc/group (group(5)). */
export function parseGroups(text: string) {
  return lines(text).flatMap((line) => {
    const [name = "", groupId, members = ""] = line.split("\t");
    if (name === "" || !/^\d+$/.test(groupId ?? "")) return [];
    return [{ name, groupId: Number(groupId), members: members.split(",").filter((it) => it !== "") }];
  });
}

/** Keys by account: a number, or `undefined` where nobody may or can look; no entry means none. */
function parseKeyCounts(text: string): ReadonlyMap<string, number | undefined> {
  return new Map(
    lines(text).flatMap((line) => {
      const [count = "", name] = line.split("\t");
      if (name === undefined || !/^(\d+|denied|unseen)$/.test(count)) return [];
      return [[name, count === "denied" || count === "unseen" ? undefined : Number(count)] as const];
    }),
  );
}

/** An empty shell means /bin/sh (passwd(5)). */
export function canLogIn(shell: string): boolean {
  return !/\/(?:nologin|false|true|sync|halt|shutdown)$/.test(shell);
}

export function userNames(from: Collected): ReadonlyMap<number, string> {
  return new Map(
    parsePasswd(from.section("passwd").bytes.toString())
      .map(({ userId, name }) => [userId, name] as const)
      .reverse(),
  );
}

export function hostAccounts(from: Collected): FactsOf<"host-accounts"> {
  const shadowSection = from.section("shadow");
  const shadowTrouble = troubleOf("/etc/shadow", shadowSection);
  const shadow = shadowTrouble === undefined ? parseShadow(shadowSection.bytes.toString()) : undefined;
  const keySection = from.section("authorized-keys");
  // Where more was told than fits, an account that isn't in it may still have keys.
  const keys = parseKeyCounts(keySection.truncated ? keySection.bytes.toString() : from.text("authorized-keys"));
  const sudoers = from.section("sudoers");
  const passwd = from.text("passwd");
  const accounts = parsePasswd(passwd);
  const unread = lines(passwd).length - accounts.length;
  return {
    ...(unread === 0 ? {} : { unreadLines: unread }),
    accounts: accounts.map(({ own, ...account }) => {
      const found = own ?? shadow?.get(account.name);
      return {
        ...account,
        canLogIn: canLogIn(account.shell),
        password: found?.state,
        hashMethod: found?.method,
        authorizedKeys: keys.has(account.name) || keySection.truncated ? keys.get(account.name) : 0,
      };
    }),
    groups: parseGroups(from.text("groups")),
    shadow: shadowTrouble,
    sudoers: sudoersOf(sudoers.exitCode, sudoers.truncated, sudoers.bytes.toString()),
  };
}

function sudoersOf(exitCode: number, truncated: boolean, text: string): FactsOf<"host-accounts">["sudoers"] {
  if (exitCode === 127) return [];
  return exitCode === 0 && !truncated ? parseSudoers(text) : undefined;
}
