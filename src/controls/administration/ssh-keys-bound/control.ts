import { expiryOf } from "../../../probes/host/key-options.ts";
import type { AuthorizedKey } from "../../../probes/host/ssh-facts.ts";
import { settle } from "../../../verdict/outcome.ts";
import { control } from "../../control.ts";

/** The time of a host whose zone isn't known is at most so far from UTC. */
const zoneMs = 12 * 3_600_000;

export default control({
  id: "ssh-keys-bound",
  requirement: "ADM-3",
  aspect: "host-access",
  subject: "host",
  observes: ["host-authorized-keys", "host-accounts", "host-logins"],
  severity: "medium",
  title: "SSH keys of root are bound to addresses, and authorities to names",
  problems: {
    anywhere: "{account} can be entered from anywhere with the key {fingerprint} ({place}): it has no from=",
    everybody: "{account} can be entered from anywhere with the key {fingerprint} ({place}): its from= is {from}",
    authority: "whoever has a certificate of {fingerprint} ({place}) can be {account}, whatever name it bears",
    expired: "the key {fingerprint} of {account} ({place}) has expired and is still there",
  },
  judge: ({ hostAuthorizedKeys, hostAccounts, hostLogins }, { now, problem }) => {
    const isRoot = (name: string) => hostAccounts.accounts.some((it) => it.name === name && it.userId === 0);
    // What sshd refuses itself, or lets in from certain addresses only, needs no option.
    const isOpen = (name: string) => {
      const own = hostLogins.logins.filter((it) => it.account === name);
      return own.length === 0 || own.some((it) => it.refused === undefined && it.from.some((one) => wide.test(one)));
    };
    const keys = hostAuthorizedKeys.accounts
      .flatMap(({ account, keys }) => keys.map((key) => ({ account, key })))
      .filter(({ key }) => key.refused === undefined);
    return settle({
      problems: keys.flatMap(({ account, key }) => {
        const { fingerprint } = key;
        const data = { account, fingerprint, place: `${key.file}:${key.line}` };
        const options = { discriminator: `${account} ${fingerprint}` };
        if (isExpired(key, now)) return [problem("expired", data, { ...options, severity: "low" })];
        if (key.certAuthority) return has(key, "principals") ? [] : [problem("authority", data, options)];
        if (!isRoot(account) || !isOpen(account)) return [];
        const from = key.options.find(({ name }) => name === "from")?.value;
        if (from === undefined) return [problem("anywhere", data, options)];
        return namesEverybody(from) ? [problem("everybody", { ...data, from }, options)] : [];
      }),
      gaps: [...hostAuthorizedKeys.unseen, ...hostLogins.unseen],
      because: `${keys.length} keys: those of root open it from certain addresses only, authorities name principals, none has expired`,
    });
  },
  remedy: {
    openssh:
      'from="192.0.2.0/24" ssh-ed25519 … (in authorized_keys)\ncert-authority,principals="ada" ssh-ed25519 …\nBetter: PermitRootLogin no, and no key for root at all.',
  },
});

const wide = /^elsewhere|\/0\b/;

function has({ options }: AuthorizedKey, wanted: string): boolean {
  return options.some(({ name }) => name === wanted);
}

/** Whether a list lets in any address: a pattern or range for all, with nothing taken out of it. */
function namesEverybody(from: string): boolean {
  const parts = from.split(",");
  return (
    parts.some((it) => /^[*?.:]*\*[*?.:]*$/.test(it) || /\/0$/.test(it)) && !parts.some((it) => it.startsWith("!"))
  );
}

function isExpired({ options }: AuthorizedKey, now: Date): boolean {
  return options.some(({ name, value }) => {
    const expiry = name === "expiry-time" && value !== undefined ? expiryOf(value) : undefined;
    return expiry !== undefined && now.getTime() > expiry.at + (expiry.utc ? 0 : zoneMs);
  });
}
