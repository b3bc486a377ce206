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

export const sshFacts = { "host-authorized-keys": hostAuthorizedKeysSchema };
