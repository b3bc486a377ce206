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

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/\/\.pgpass$/, pgpass],
  [/\/[._]netrc$/, netrc],
  [/\/\.docker\/config\.json$/, dockerConfig],
  [/\/\.npmrc$/, npmrc],
];

/** Secrets in a file, read by what its name says it is. */
export function secretsOfFile(path: string, content: string): readonly FoundSecret[] {
  const reader = readers.find(([pattern]) => pattern.test(path))?.[1] ?? secretsOfText;
  return reader(content);
}
