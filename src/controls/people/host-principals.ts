import type { FactsOf } from "../../probes/fact-kinds.ts";
import type { RosterPerson } from "../../probes/roster/facts.ts";
import type { Gap } from "../../verdict/outcome.ts";
import { listed } from "../listed.ts";
import { unseenPasswords } from "../passwords.ts";
import type { Principal, PrincipalKey } from "./principal.ts";

export interface HostAccess {
  readonly accounts: FactsOf<"host-accounts">;
  readonly keys: FactsOf<"host-authorized-keys">;
  readonly privileges: FactsOf<"host-privileges">;
  readonly sessions?: FactsOf<"host-sessions">;
}

type Account = FactsOf<"host-accounts">["accounts"][number];
type Key = FactsOf<"host-authorized-keys">["accounts"][number]["keys"][number];

/** Every account of a host, with all by which it can be entered and what it may do. */
export function hostPrincipals({ accounts, keys, privileges, sessions }: HostAccess, now: Date): readonly Principal[] {
  const names = new Set([...accounts.accounts.map((it) => it.name), ...keys.accounts.map((it) => it.account)]);
  return [...names].map((name) => {
    const account = accounts.accounts.find((it) => it.name === name);
    const own = keys.accounts
      .filter((it) => it.account === name)
      .flatMap((it) => it.keys.filter((key) => opens(key, now)));
    const waysOf = (all: typeof privileges.raised) => [
      ...new Set(
        all
          .filter((it) => it.account === name)
          .flatMap((it) => it.ways.filter((way) => way.granted).map((way) => way.path.join(" → "))),
      ),
    ];
    return {
      name,
      aliases: [],
      realName: account?.realName,
      doors: [
        ...passwordDoor(account),
        ...(own.length > 0 ? [own.length === 1 ? "an SSH key" : `${own.length} SSH keys`] : []),
      ],
      doorsUnseen: account !== undefined && account.password === undefined,
      keys: own.map(told),
      powers: waysOf(privileges.rootEquivalents),
      raised: waysOf(privileges.raised),
      sessions: (sessions?.sessions ?? [])
        .filter((it) => it.account === name)
        .map((it) => (it.from === undefined ? it.what : `${it.what} from ${it.from}`)),
    };
  });
}

// A password counts whatever the shell: it opens tunnels, mail and `su` as well.
function passwordDoor(account: Account | undefined): readonly string[] {
  if (account?.password === "set") return ["a password"];
  return account?.password === "empty" ? ["no password at all"] : [];
}

function told({ fingerprint, comment, file, line }: Key): PrincipalKey {
  return { fingerprint, comment, place: `${file}:${line}` };
}

/** Whether sshd lets anybody in by it; an authority is weighed apart, since its certificates can't be listed. */
function opens({ certAuthority, refused, options }: Key, now: Date): boolean {
  if (certAuthority || refused !== undefined) return false;
  const until = options.find((it) => it.name === "expiry-time")?.value;
  const [, year, month, day, hour = "00", minute = "00", second = "00"] =
    /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?Z?$/.exec(until ?? "") ?? [];
  if (year === undefined) return true;
  const end = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  // A day of grace for the host's own time zone.
  return Number.isNaN(end) || end + 86_400_000 > now.getTime();
}

/** What keeps us from knowing everybody who can enter or has rights. */
export function unseenAccess({ accounts, keys, privileges, sessions }: HostAccess): readonly Gap[] {
  return [
    ...unseenPasswords(accounts),
    ...keys.unseen,
    ...unlistedKeys(keys),
    ...privileges.unseen,
    ...(sessions?.unseen ?? []),
  ];
}

/** Keys that programs give out, and certificates. */
function unlistedKeys({ commands, authorities, accounts }: FactsOf<"host-authorized-keys">) {
  const signing = [
    ...authorities.map((it) => `${it.file}:${it.line}`),
    ...accounts.flatMap((it) => it.keys.filter((key) => key.certAuthority).map((key) => `${key.file}:${key.line}`)),
  ];
  return [
    ...commands.map(({ command }) => ({
      reason: `keys that ${command} gives out can't be listed, so nobody knows from here whose they are`,
      wouldVerify: "look through what it gives out, or keep keys in files",
    })),
    ...(signing.length === 0
      ? []
      : [
          {
            reason: `certificates of the authorities in ${listed(signing)} can't be listed, so nobody knows from here who has one`,
            wouldVerify: "issue certificates for hours only, and attest how that is done",
          },
        ]),
  ];
}

/** Names of people that certificates may bear to be let in, with the account that they open. */
export function namedInCertificates(
  { principals }: FactsOf<"host-authorized-keys">,
  people: readonly RosterPerson[],
): readonly { readonly person: string; readonly account: string; readonly place: string }[] {
  return principals.flatMap(({ account, file, line, text }) =>
    people
      .filter((it) => [it.id, it.email, ...it.accounts].includes(text))
      .map(({ id }) => ({ person: id, account, place: `${file}:${line}` })),
  );
}
