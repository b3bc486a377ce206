import { secretsOfHistory } from "./secret-history.ts";
import { type FoundSecret, isPlausible, secretsOfText } from "./secret-patterns.ts";

type Reader = (content: string) => readonly FoundSecret[];

/** host:port:database:user:password (libpq's .pgpass). */
const pgpass: Reader = (content) =>
  content.split("\n").flatMap((line) => {
    if (line.startsWith("#")) return [];
    const [, , , user, ...rest] = line.split(/(?<!\\):/);
    const value = rest.join(":");
    return user !== undefined && value !== "" ? [{ name: user, kind: "password", value }] : [];
  });

/** machine … login … password … (netrc(5)). */
const netrc: Reader = (content) =>
  [...content.matchAll(/\bpassword\s+(\S+)/g)].map(([, value = ""]) => ({ name: "password", kind: "password", value }));

/** Registry logins: base64 of user:password. */
const dockerConfig: Reader = (content) =>
  [...content.matchAll(/"(auth|identitytoken|registrytoken)"\s*:\s*"([^"]+)"/g)].map(([, name = "", value = ""]) => ({
    name,
    kind: "token",
    value,
  }));

/** KEY = VALUE, cut at the first equals sign: one pattern for the whole line would take quadratic time. */
const npmrc: Reader = (content) =>
  content.split("\n").flatMap((line) => {
    const equals = line.indexOf("=");
    const name = /(?:_authToken|_auth|_password)$/.exec(line.slice(0, Math.max(0, equals)).trimEnd())?.[0];
    const value = line.slice(equals + 1).trim();
    return name !== undefined && !/\s/.test(value) && isPlausible(value) ? [{ name, kind: "token", value }] : [];
  });

/** Commands with the times at which they run (crontab(5)), or scripts. */
const cron: Reader = (content) =>
  content.split("\n").flatMap((line) => {
    if (/^\s*#/.test(line)) return [];
    const command = line.replace(/^\s*(?:@[a-z]+|(?:[\d*/,-]{1,50}\s+){4}[\w*/,-]{1,50})\s+/, "");
    const found = secretsOfHistory(command);
    // The crontab of the system names a user before the command.
    return found.length > 0 || command === line ? found : secretsOfHistory(command.replace(/^\S+\s+/, ""));
  });

const wordsOf = (line: string): readonly string[] => (line.startsWith("#") ? [] : line.trim().split(/\s+/));
/** KEYWORD VALUE of configurations without equals signs, where the keyword is one for a secret. */
const keywords: Reader = (content) => [
  ...content.split("\n").flatMap((line) => {
    const [name = "", value = ""] = wordsOf(line);
    const isSecret = /^(?:requirepass|masterauth|bindpw|rootpw|rootmodpw|ssl_key_pw)$/i.test(name);
    const bare = value.replace(/^"(.*)"$/, "$1");
    return isSecret && isPlausible(bare) && !/^\{\w+\}/.test(bare) ? [{ name, kind: "password", value: bare }] : [];
  }),
  ...secretsOfText(content),
];

/** One secret in a column: of chap-secrets the third, of Postfix's sasl_passwd the second, after the user. */
const column =
  (at: number): Reader =>
  (content) =>
    content.split("\n").flatMap((line) => {
      const word = wordsOf(line)[at]?.replace(/^"(.*)"$/, "$1") ?? "";
      const value = at === 1 ? word.slice(word.indexOf(":") + 1) : word;
      return word !== "" && isPlausible(value) ? [{ name: "password", kind: "password", value }] : [];
    });

/** Options of mounts (fstab(5)). */
const mountOptions: Reader = (content) =>
  [...content.matchAll(/^[^#\n]*[,\s]pass(?:word)?=([^,\s]{1,200})/gm)].map(([, value = ""]) => ({
    name: "password",
    kind: "password",
    value,
  }));

/** Copies of /etc/shadow and /etc/gshadow; of those two themselves nothing but the mode counts. */
const shadow: Reader = (content) =>
  content.split("\n").flatMap((line) => {
    const [name = "", value = ""] = line.split(":");
    return /^!?(?:\$\w|[./0-9A-Za-z]{13}$)/.test(value) ? [{ name, kind: "password-hash", value }] : [];
  });

/** A file that is nothing but the secret. */
const whole: Reader = (content) => {
  const value = content.trim();
  return isPlausible(value) && !/\s/.test(value) ? [{ name: "the file", kind: "token", value }] : [];
};

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\/\.pgpass$/, pgpass],
  [/\/[._]netrc$/, netrc],
  [/\/\.docker\/config\.json$/, dockerConfig],
  [/\/\.npmrc$/, npmrc],
  [/^\/etc\/cron|^\/var\/spool\/cron\//, cron],
  [/\/redis\/[^/]*\.conf$|\/nslcd\.conf$/, keywords],
  [/\/chap-secrets$/, column(2)],
  [/\/sasl_passwd$/, column(1)],
  [/^\/etc\/fstab$/, mountOptions],
  [/^\/etc\/g?shadow-?$/, () => []],
  [/\/g?shadow[^/]*$/, shadow],
  [/\/(?:ldap\.secret|\.vault-token)$/, whole],
];

/** Secrets in a file, read by what its name says it is. */
export function secretsOfFile(path: string, content: string): readonly FoundSecret[] {
  const reader = readers.find(([pattern]) => pattern.test(path))?.[1] ?? secretsOfText;
  return reader(content);
}
