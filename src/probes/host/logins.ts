import type { Gap } from "../../verdict/outcome.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { hostAccounts, parseShadow } from "./accounts.ts";
import { hostAuthorizedKeys } from "./authorized-keys.ts";
import { type Collected, lines } from "./collected.ts";
import { expiryOf } from "./key-options.ts";
import { demandsOf } from "./pam/demands.ts";
import { pamStack, parsePamFiles } from "./pam/stack.ts";
import type { AuthorizedKey } from "./ssh-facts.ts";
import { hostSshd, parseSettings } from "./sshd.ts";
import { refusal } from "./sshd-config/allowed.ts";
import { sourceClasses } from "./sshd-config/classes.ts";
import { type Connection, criteriaOf } from "./sshd-config/condition.ts";
import { effective, type Settings, settingsByKeyword } from "./sshd-config/effective.ts";
import { type ConfigFiles, parseConfigFiles } from "./sshd-config/lines.ts";
import { canMatchHost } from "./sshd-config/patterns.ts";
import { loginWays } from "./sshd-config/ways.ts";

type Facts = FactsOf<"host-logins">;
type Account = FactsOf<"host-accounts">["accounts"][number];

/** More accounts than this are not looked at one by one. */
const mostAccounts = 500;
/** Settings that controls judge for each login. */
const told = ["permitemptypasswords", "x11forwarding", "gatewayports"];

/** Modules of which each account has a secret in its home, and may go without where it has none. */
const enrolling = ["pam_google_authenticator", "pam_u2f"] as const;
const notEnrolled: ReadonlyMap<string, boolean> = new Map(enrolling.map((it) => [it, false]));

/** Keys and everything else by which accounts log in, read once for all of them. */
interface Known {
  readonly general: Settings;
  readonly config: ConfigFiles;
  readonly accounts: FactsOf<"host-accounts">;
  readonly keys: FactsOf<"host-authorized-keys">;
  readonly keyGaps: ReadonlySet<string>;
  readonly enrolled: ReadonlyMap<string, ReadonlyMap<string, boolean>>;
  readonly expired: ReadonlySet<string>;
  readonly pam: ReturnType<typeof pamStack>;
  readonly now: number;
}

/** Somebody who comes from a class of addresses, at one address and port of the host where that matters. */
interface Arrival {
  readonly name: string;
  readonly address: string;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
}

export function hostLogins(from: Collected, now: Date): Facts {
  const sshd = hostSshd(from);
  if (!sshd.installed) return { logins: [], unseen: [] };
  const known = readKnown(from, sshd.settings, now);
  const disagreed = disagreement(from, known);
  // Where sshd tells otherwise than we do, nothing that rests on conditions counts.
  if (disagreed !== undefined) return { logins: [], unseen: [disagreed] };
  const { arrivals, unseen } = arrivalsOf(known);
  const entering = known.accounts.accounts.filter((it) => it.canLogIn);
  const unsure = new Map<string, Gap>();
  const who = [undefined, ...entering.slice(0, mostAccounts), ...named(known)];
  const logins = who.flatMap((account) => loginsOf(account, arrivals, known, unsure));
  const beyond = entering.slice(mostAccounts);
  return {
    logins,
    unseen: [
      ...unseen,
      ...unsure.values(),
      ...(beyond.length === 0
        ? []
        : [
            {
              reason: `${beyond.length} accounts were not looked at one by one`,
              wouldVerify: "remove accounts that nobody needs",
            },
          ]),
    ],
  };
}

/** Names that AllowUsers lets in and /etc/passwd doesn't know: accounts of a directory, or ones that are gone. */
function named({ general, accounts }: Known): readonly Account[] {
  const names = (general.get("allowusers") ?? []).map((it) => it.replace(/@.*$/, "")).filter((it) => !/[*?!]/.test(it));
  const unknown = [...new Set(names)].filter((name) => !accounts.accounts.some((it) => it.name === name));
  return unknown.map((name) => ({ name, userId: -1, groupId: -1, home: "", shell: "", canLogIn: true }));
}

function readKnown(from: Collected, settings: readonly (readonly [string, string])[], now: Date): Known {
  const keyLines = lines(from.section("authorized-keys").bytes.toString()).map((it) => it.split("\t"));
  const enrolled = new Map<string, Map<string, boolean>>();
  for (const [kind = "", account = "", module = ""] of keyLines) {
    if (kind === "enrolled") enrolled.set(account, (enrolled.get(account) ?? new Map()).set(module, true));
  }
  const unseen = new Set(
    keyLines.filter(([kind = ""]) => ["denied", "unseen", "enrolment"].includes(kind)).map(([, it = ""]) => it),
  );
  const accounts = hostAccounts(from);
  for (const { name } of accounts.accounts)
    if (!unseen.has(name)) {
      const own = enrolled.get(name) ?? new Map<string, boolean>();
      for (const module of enrolling) if (!own.has(module)) own.set(module, false);
      enrolled.set(name, own);
    }
  const today = Math.floor(now.getTime() / 86_400_000);
  return {
    general: settingsByKeyword(settings),
    config: parseConfigFiles(from.text("sshd-config")),
    accounts,
    keys: hostAuthorizedKeys(from),
    keyGaps: new Set(
      keyLines.filter(([kind = ""]) => ["denied", "unseen", "more"].includes(kind)).map(([, it = ""]) => it),
    ),
    enrolled,
    expired: new Set(
      [...parseShadow(from.section("shadow").bytes.toString())]
        .filter(([, it]) => (it.expiryDay ?? 0) > 0 && today > (it.expiryDay ?? 0))
        .map(([name]) => name),
    ),
    pam: from.absent("pam-files")
      ? { trouble: "there is no /etc/pam.d" }
      : pamStack(parsePamFiles(from.text("pam-files")), "sshd", "auth"),
    now: now.getTime(),
  };
}

/** Compares what we make of the configuration with what sshd said to the script, for somebody of each of the first conditions. */
function disagreement(from: Collected, { general, config, accounts }: Known): Gap | undefined {
  let compared = 0;
  const said = from
    .text("sshd-asked")
    .split(/^asked\t/m)
    .slice(1);
  for (const block of said) {
    const [spec = "", ...printed] = block.split("\n");
    const value = (name: string) => new RegExp(`(?:^|,)${name}=([^,]*)`).exec(spec)?.[1] ?? "";
    const theirs = settingsByKeyword(parseSettings(printed.join("\n")));
    const user = value("user");
    const { settings, unsure } = effective(general, config, {
      user,
      groups: groupsOf(
        accounts,
        accounts.accounts.find(({ name }) => name === user),
      ),
      address: value("addr"),
      host: value("host"),
      localAddress: value("laddr"),
      localPort: Number(value("lport")),
    });
    if (theirs.size === 0) continue;
    compared += 1;
    const differs = [...theirs].find(
      ([keyword, values]) => !unsure.has(keyword) && settings.get(keyword)?.join("\n") !== values.join("\n"),
    );
    if (differs !== undefined)
      return {
        reason: `what the Match blocks of sshd mean can't be told: for ${spec} sshd itself has another ${differs[0]}`,
        wouldVerify: "report this with the configuration of sshd; leave these settings out of Match blocks",
      };
  }
  const conditional = [...config.files.values()].flat().some(({ keyword }) => keyword === "match");
  if (compared > 0 || !conditional) return undefined;
  return {
    reason: "what the Match blocks of sshd mean could not be compared with what sshd itself says",
    wouldVerify: "run `sshd -T -C user=root,host=192.0.2.1,addr=192.0.2.1` as root, and mend what it complains about",
  };
}

function groupsOf({ groups }: Known["accounts"], account: Account | undefined): readonly string[] {
  if (account === undefined) return [];
  return groups
    .filter((it) => it.groupId === account.groupId || it.members.includes(account.name))
    .map(({ name }) => name);
}

/** Everything that the configuration and the keys tell apart by address. */
function arrivalsOf({ config, general, keys }: Known): {
  readonly arrivals: readonly Arrival[];
  readonly unseen: readonly Gap[];
} {
  const all = [...config.files.values()].flat();
  const criteria = all.filter(({ keyword }) => keyword === "match").flatMap(({ rest }) => criteriaOf(rest));
  const values = (name: string) => criteria.filter(([it]) => it === name).map(([, value]) => value);
  const users = all
    .filter(({ keyword }) => keyword === "allowusers" || keyword === "denyusers")
    .flatMap(({ rest }) => rest.split(/\s+/))
    .flatMap((it) => (it.includes("@") ? [it.slice(it.lastIndexOf("@") + 1).replace(/"$/, "")] : []));
  const sources = keys.accounts.flatMap((it) => it.keys.flatMap((key) => optionValues(key, "from")));
  const { classes, exampled, beyond } = sourceClasses([...values("address"), ...values("host"), ...users, ...sources]);
  const local = values("localaddress").length === 0 ? [undefined] : sourceClasses(values("localaddress")).classes;
  const ports = values("localport").length === 0 ? [undefined] : (general.get("port") ?? []).map(Number);
  const arrivals = classes.flatMap(({ name, address }) =>
    local.flatMap((to) =>
      ports.map((port) => ({
        name: `${name}${to === undefined ? "" : ` to ${to.name}`}${port === undefined || ports.length < 2 ? "" : ` at port ${port}`}`,
        address,
        localAddress: to?.address,
        localPort: port,
      })),
    ),
  );
  return {
    arrivals,
    unseen: [
      ...exampled.map((it) => ({
        reason: `the pattern ${it} divides addresses in no ranges; only an example of it was looked at`,
        wouldVerify: "write it as ranges in CIDR notation",
      })),
      ...(beyond === 0
        ? []
        : [
            {
              reason: `${beyond} classes of addresses were not looked at`,
              wouldVerify: "name fewer ranges of addresses",
            },
          ]),
    ],
  };
}

function optionValues(key: AuthorizedKey, wanted: string): readonly string[] {
  return key.options.flatMap(({ name, value }) => (name === wanted && value !== undefined ? [value] : []));
}

function loginsOf(
  account: Account | undefined,
  arrivals: readonly Arrival[],
  known: Known,
  unsure: Map<string, Gap>,
): Facts["logins"] {
  const merged = new Map<string, Facts["logins"][number]>();
  for (const arrival of arrivals) {
    const one = loginOf(account, arrival, known, unsure);
    const key = JSON.stringify(one);
    const same = merged.get(key);
    merged.set(key, { ...one, from: [...(same?.from ?? []), arrival.name], fromAnywhere: false });
  }
  const fromAnywhere = merged.size === 1;
  return [...merged.values()].map((it) => ({ ...it, fromAnywhere }));
}

function loginOf(account: Account | undefined, arrival: Arrival, known: Known, unsureGaps: Map<string, Gap>) {
  const byDns = known.general.get("usedns")?.[0] === "yes";
  const connection: Connection = {
    // A name that no file can hold, so that only patterns for everybody match it.
    user: account?.name ?? "\u{fffd}",
    groups: groupsOf(known.accounts, account),
    ...arrival,
    host: byDns ? undefined : arrival.address,
  };
  const { settings, unsure } = effective(known.general, known.config, connection);
  for (const keyword of unsure)
    unsureGaps.set(keyword, {
      reason: `${keyword} of sshd depends on a Match block whose condition can't be told from here`,
      wouldVerify: `set ${keyword} outside of that block, or run \`sshd -T -C user=…,addr=…\` for everyone it is about`,
    });
  const expired = account !== undefined && known.expired.has(account.name);
  const refused = expired ? "the account has expired" : refusal(settings, connection, account?.userId);
  return {
    ...(account === undefined ? {} : { account: account.name }),
    ...(account === undefined || account.userId < 0 ? {} : { userId: account.userId }),
    ...(refused === undefined ? {} : { refused }),
    ways: refused === undefined ? [...loginWays(settings, credentials(account, connection, settings, known))] : [],
    settings: Object.fromEntries(
      (account?.userId === 0 ? [...told, "permitrootlogin"] : told).flatMap((keyword) => {
        const value = settings.get(keyword)?.[0];
        return value === undefined || unsure.has(keyword) ? [] : [[keyword, value]];
      }),
    ),
  };
}

function credentials(account: Account | undefined, from: Connection, settings: Settings, known: Known) {
  const on = (keyword: string) => (settings.get(keyword)?.[0] ?? "none").toLowerCase() !== "none";
  const empty = account?.password === "empty" && settings.get("permitemptypasswords")?.[0] !== "yes";
  const pam = demandsOf(known.pam, {
    // sshd tells PAM to take no empty password.
    password: account === undefined || account.userId < 0 ? "set" : empty ? "locked" : account.password,
    // Who isn't on the list has set up nothing yet.
    enrolled: account === undefined ? notEnrolled : (known.enrolled.get(account.name) ?? new Map()),
    asRoot: true,
  });
  const common = { userId: account?.userId, certificates: on("trustedusercakeys"), pam };
  if (account === undefined || account.userId < 0)
    return { ...common, keys: undefined, otherKeys: undefined, password: "set" as const };
  const files = keyFiles(settings, account);
  const keys = known.keys.accounts.find((it) => it.account === account.name)?.keys ?? [];
  const otherKeys = on("authorizedkeyscommand")
    ? "the keys that AuthorizedKeysCommand gives out"
    : known.keyGaps.has(account.name)
      ? "authorized keys that could not be looked at"
      : undefined;
  const counting = keys.filter((it) => files.has(it.file) && opens(it, from, known.now));
  const certificates =
    common.certificates || keys.some((it) => it.certAuthority && files.has(it.file) && it.refused === undefined);
  return { ...common, certificates, keys: counting, otherKeys, password: account.password };
}

function keyFiles(settings: Settings, { name, userId, home }: Account): ReadonlySet<string> {
  const tokens: Readonly<Record<string, string>> = { "%%": "%", "%h": home, "%u": name, "%U": String(userId) };
  const patterns = (settings.get("authorizedkeysfile")?.[0] ?? "")
    .split(/\s+/)
    .filter((it) => it !== "" && it !== "none");
  const paths = patterns.map((it) => it.replaceAll(/%[%huU]/g, (token) => tokens[token] ?? token));
  return new Set(paths.map((it) => (it.startsWith("/") ? it : `${home}/${it}`)));
}

/** Whether a key lets somebody in from there now; a time of an unknown zone counts until it is over in all of them. */
function opens(key: AuthorizedKey, { address, host }: Connection, now: number): boolean {
  if (key.refused !== undefined || key.certAuthority) return false;
  const expired = optionValues(key, "expiry-time").some((it) => {
    const expiry = expiryOf(it);
    return expiry !== undefined && now > expiry.at + (expiry.utc ? 0 : 12 * 3_600_000);
  });
  return !expired && optionValues(key, "from").every((it) => canMatchHost(host, address, it));
}
