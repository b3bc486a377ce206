import { openPrivateKeys } from "../host/private-key.ts";
import { secretOfVariable, secretsOfText } from "../host/secret-patterns.ts";

/** Such as `"apiKey": "…"`, `DB_PASSWORD=…` and `?token=…`, wherever they stand in a text. */
const assigned =
  /([\w.-]{0,40}(?:passw(?:or)?d|passphrase|secret|token|api_?key|private_?key)[\w.-]{0,40}["']?\s{0,5}[=:]>?\s{0,5}["']?)([^\s"'<>&;,]{3,})/gi;
const urlUser = /(:\/\/[^\s/:@"'<>]{0,200}:)([^\s/@"'<>]{1,200})(?=@)/g;

/** Text of a server with each secret in it replaced by its keyed fingerprint: what leaked there must not leak further. */
export function redacted(text: string, fingerprint: (secret: string) => string): string {
  const mark = (secret: string) => `hmac-${fingerprint(secret)}`;
  const whole = [...openPrivateKeys(text), ...secretsOfText(text).map(({ value }) => value)];
  const known = [...new Set(whole)].sort((a, b) => b.length - a.length);
  return known
    .reduce((rest, secret) => rest.replaceAll(secret, () => mark(secret)), text)
    .replace(urlUser, (all, before: string, secret: string) =>
      secret.startsWith("hmac-") ? all : `${before}${mark(secret)}`,
    )
    .replace(assigned, (all, before: string, secret: string) =>
      secret.startsWith("hmac-") ? all : `${before}${mark(secret)}`,
    );
}

const credentials = /^(?:proxy-)?(?:authorization|authentication-info)$/i;

/** The value of a header field as it may be told. */
export function redactedField(name: string, value: string, fingerprint: (secret: string) => string): string {
  if (credentials.test(name.trim()) || secretOfVariable(name.trim(), value)?.value === value)
    return `hmac-${fingerprint(value)}`;
  return redacted(value, fingerprint);
}
