import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { listed } from "./listed.ts";

export type Logins = FactsOf<"host-logins">;
export type Login = Logins["logins"][number];
export type Way = Login["ways"][number];

/** Where somebody comes from, in words behind a sentence; nothing where it doesn't matter. */
export function whence({ fromAnywhere, from }: Login): string {
  return fromAnywhere ? "" : ` from ${listed(from, 4)}`;
}

/** Something that is so for a login, as a text by which equal ones are told. */
interface Trait {
  readonly login: Login;
  readonly trait: string;
}

/**
 * What some logins have: that of any account as such, and that of a single one only where any account doesn't have the
 * same from everywhere that one has it. So what holds for everybody is told once.
 */
export function traits({ logins }: Logins, of: (login: Login) => readonly string[]): readonly Trait[] {
  const general = logins.filter((it) => it.account === undefined);
  const common = new Map<string, Set<string>>();
  for (const login of general)
    for (const trait of of(login)) common.set(trait, new Set([...(common.get(trait) ?? []), ...login.from]));
  return logins.flatMap((login) =>
    [...new Set(of(login))]
      .filter((trait) => login.account === undefined || !login.from.every((it) => common.get(trait)?.has(it)))
      .map((trait) => ({ login, trait })),
  );
}

/** Values other than `no` of a setting, for those who are let in. */
export function switchedOn(logins: Logins, keyword: string): readonly Trait[] {
  return traits(logins, ({ refused, settings }) => {
    const value = settings[keyword];
    return refused === undefined && value !== undefined && value !== "no" ? [value] : [];
  });
}

/** Those who are let in, and of whom a setting could not be told. */
export function untoldGaps(
  logins: Logins,
  keyword: string,
  about: (login: Login) => boolean = () => true,
): readonly Gap[] {
  const untold = logins.logins.filter(
    (it) => it.refused === undefined && it.settings[keyword] === undefined && about(it),
  );
  return untold.map((login) => ({
    reason: `${keyword} of ${login.account ?? "any other account"}${whence(login)} could not be told`,
    wouldVerify: `run \`sshd -T -C user=${login.account ?? "…"},addr=…\` as root on the host`,
  }));
}

/** Those whose user id is 0, or was not told. */
export function maybeRoot({ account, userId }: Login): boolean {
  return userId === 0 || (account !== undefined && userId === undefined);
}

/** PermitRootLogin of those with user id 0 who are let in by it, and not for a forced command only. */
export function rootLogins(logins: Logins): readonly Trait[] {
  return traits(logins, ({ userId, refused, settings: { permitrootlogin: value } }) =>
    userId === 0 && refused === undefined && value !== undefined && value !== "forced-commands-only" ? [value] : [],
  );
}

/** Tells findings of one account and class of addresses from others: empty for everybody from everywhere. */
export function discriminatorOf(
  { account, fromAnywhere, from }: Pick<Login, "account" | "fromAnywhere" | "from">,
  ...more: readonly string[]
): string {
  return [...(account === undefined ? [] : [account]), ...more, ...(fromAnywhere ? [] : from)].join(" ");
}

/** Whether some logins can still be opened by what isn't known: then what depends on it, as gaps. */
export function openGaps(logins: Logins, isAmiss: (way: Way) => boolean): readonly Gap[] {
  const open = traits(logins, (login) =>
    login.ways
      .filter((it) => it.dependsOn.length > 0 && isAmiss(it))
      .map((it) => `${it.methods.join(",")}\t${it.dependsOn.join(", ")}`),
  );
  return open.map(({ login, trait }) => {
    const [methods, dependsOn] = trait.split("\t");
    return {
      reason: `whether ${methods} asks ${login.account ?? "users"}${whence(login)} for more than one factor depends on what could not be seen: ${dependsOn}`,
      wouldVerify: "look into /etc/pam.d/sshd and the files of authorized keys as root, or try it with a canary key",
    };
  });
}

/** Factors of a way by which a person is known; what machine somebody comes from is none. */
export function factorsOf({ factors }: Way): readonly string[] {
  return factors.filter((it) => it !== "host");
}
