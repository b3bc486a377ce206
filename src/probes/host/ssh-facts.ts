import { z } from "zod";

const gapSchema = z.strictObject({ reason: z.string(), wouldVerify: z.string() });

/** One option of a key (authorized_keys(5)); a flag has no value, and of `environment` only the variable's name is told. */
const keyOptionSchema = z.strictObject({ name: z.string(), value: z.string().optional() });

/** A public key in a file by which sshd lets somebody in. */
export const authorizedKeySchema = z.strictObject({
  file: z.string(),
  line: z.int(),
  /** As the key names itself: `ssh-ed25519`, `ssh-rsa`, `sk-ssh-ed25519@openssh.com` … */
  type: z.string(),
  /** Length of the modulus, prime or curve; absent where the type has no choice of it, or isn't known here. */
  bits: z.int().optional(),
  /** `SHA256:…`, as `ssh-keygen -lf` gives it. */
  fingerprint: z.string(),
  comment: z.string().optional(),
  /** Whether it lets nobody in by itself, but whoever has a certificate signed with it. */
  certAuthority: z.boolean(),
  /** In their order, names in small letters, `no-` in front where one is negated. */
  options: z.array(keyOptionSchema),
  /** Why sshd takes nobody in by this line: what is wrong with its options. */
  refused: z.string().optional(),
});
export type AuthorizedKey = z.output<typeof authorizedKeySchema>;

/** Every key by which somebody could log in by SSH, and the programs and authorities that can vouch for others. */
export const hostAuthorizedKeysSchema = z.strictObject({
  /** Accounts in whose files there is a key, with the files that sshd looks into for any address. */
  accounts: z.array(z.strictObject({ account: z.string(), keys: z.array(authorizedKeySchema) })),
  /** Programs that give out further keys (AuthorizedKeysCommand), which nobody can list. */
  commands: z.array(z.strictObject({ command: z.string(), user: z.string().optional() })),
  /** Keys of TrustedUserCAKeys: whoever has a certificate of one of them is whom it names. */
  authorities: z.array(authorizedKeySchema),
  /** Names that a certificate must bear for an account, from AuthorizedPrincipalsFile. */
  principals: z.array(z.strictObject({ account: z.string(), file: z.string(), line: z.int(), text: z.string() })),
  /** What could not be looked at. */
  unseen: z.array(gapSchema),
});

/** One way in, by methods that must all succeed. */
const waySchema = z.strictObject({
  /** As AuthenticationMethods has them: `publickey`, `password`, `keyboard-interactive` … */
  methods: z.array(z.string()),
  /**
   * What somebody has to have or know for it: `key`, `pin` (of a security key), `certificate`, `password`, `code`, `device`,
   * `ticket` (Kerberos), `host` (to come from a certain machine). Empty where nothing is asked for.
   */
  factors: z.array(z.string()),
  /** What isn't known and decides whether this way is open: modules of PAM, keys that could not be seen. */
  dependsOn: z.array(z.string()),
  /** What it was told by: sshd's configuration always, the stack of PAM, the keys of the account. */
  evidence: z.array(z.enum(["configuration", "pam", "keys"])),
  /** Whether nothing but one command can be run by it. */
  commandOnly: z.boolean(),
});
export type LoginWay = z.output<typeof waySchema>;

/** How somebody can log in by SSH: for every account and for any other, by classes of addresses. */
export const hostLoginsSchema = z.strictObject({
  logins: z.array(
    z.strictObject({
      /** Absent for any account that is not on the list: one of a directory, or of tomorrow. */
      account: z.string().optional(),
      userId: z.int().optional(),
      /** Classes of addresses for which it is so: ranges, or `elsewhere`. */
      from: z.array(z.string()),
      /** Whether that is every class there is. */
      fromAnywhere: z.boolean(),
      /** Why nobody gets in as this account from there, as sshd has it. */
      refused: z.string().optional(),
      ways: z.array(waySchema),
      /** What counts for it, as `sshd -T` would tell it: the settings that controls judge, those that can't be told left out. */
      settings: z.record(z.string(), z.string()),
    }),
  ),
  /** What could not be told of it. */
  unseen: z.array(gapSchema),
});

/** What the host's own rules say of new passwords, and of those who guess. */
export const hostPasswordsSchema = z.strictObject({
  /** The module that judges new passwords when somebody sets one (the service `passwd`); absent where none does. */
  quality: z
    .strictObject({
      module: z.string(),
      /** The shortest password it takes, whatever is in it. */
      minLength: z.int(),
      /** Whether a password that it doesn't like is refused, for users and for root. */
      enforced: z.boolean(),
      forRoot: z.boolean(),
    })
    .optional(),
  /** How new passwords are stored: `yescrypt`, `sha512` … */
  hashMethod: z.string().optional(),
  /** Services at which an account is locked after so many failures (pam_faillock, pam_tally2). */
  lockouts: z.array(z.strictObject({ service: z.string(), module: z.string(), attempts: z.int() })),
  /** What could not be told. */
  unseen: z.array(gapSchema),
});

export const sshFacts = {
  "host-passwords": hostPasswordsSchema,
  "host-authorized-keys": hostAuthorizedKeysSchema,
  "host-logins": hostLoginsSchema,
};
