import { openPrivateKeys } from "./private-key.ts";

/** A secret in a text, by name and kind; its value is for a fingerprint alone and goes no further. */
export interface FoundSecret {
  readonly name: string;
  readonly kind: string;
  readonly value: string;
}

const nameKinds: readonly (readonly [RegExp, string])[] = [
  [/PRIVATE[_-]?KEY/i, "private-key"],
  [/PASSWORD|PASSWD|PASSPHRASE|(?:^|[_.-])(?:PASS|PWD|PW)$/i, "password"],
  [/(?:^|[^A-Z])SECRET|SECRET(?:[_.-]|$)|CLIENT_?SECRET/i, "secret"],
  [/TOKEN(?![A-Z]*_?(?:TYPE|URL|URI|FILE|PATH|TTL|LIFETIME|EXP))/i, "token"],
  [/API_?-?KEY|ACCESS_?-?KEY|ENCRYPTION_?-?KEY|SIGNING_?-?KEY|MASTER_?-?KEY|APP_KEY|ACCOUNT_?-?KEY/i, "api-key"],
  [/CREDENTIALS?$/i, "credential"],
];
const valueKinds: readonly (readonly [RegExp, string])[] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/, "aws-key"],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_[A-Za-z0-9_]{20,}\b/, "github-token"],
  [/\bxox[abeprs]-[A-Za-z0-9-]{10,}/, "slack-token"],
  [/\bglpat-[A-Za-z0-9_-]{16,}/, "gitlab-token"],
  [/\bnpm_[A-Za-z0-9]{30,}\b/, "npm-token"],
  [/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@'"]*:[^\s/@'"]+@[^\s'"]+/i, "url-with-password"],
];
/** What every line with a secret has in it: a word of the names above, or how one of the values begins. */
const telling = /PASS|PW|SECRET|TOKEN|KEY|CRED|:\/\/|A[KS]IA|gh[pousr]_|github_pat_|xox[abeprs]-|glpat-|npm_/gi;
/** Names that end so say where a secret is or what it should be like, not what it is. */
const aboutSecrets =
  /(?:FILE|PATH|DIR|FOLDER|URL|URI|HOST|PORT|LENGTH|SIZE|TYPE|ALGORITHM|HASH|POLICY|TTL|TIMEOUT|EXPIR\w*|ENABLED|NAME|ID|COMMAND|CMD|STORE|MANAGER|PROMPT|AUTHENTICATION|ASKPASS|LABEL|HEADER)$/i;

/** Whether a value can be a secret and not a reference to one, a switch or a number. */
export function isPlausible(value: string): boolean {
  if (value.length < 3 || /^(?:[*•x]{3,}|<.*>|\.{3,}|-+)$/i.test(value)) return false;
  if (
    /^(?:true|false|yes|no|on|off|null|nil|none|undefined|disabled|enabled|ask|prompt|required|optional)$/i.test(value)
  )
    return false;
  if (/^-?\d{1,5}(?:\.\d+)?[smhd]?$/.test(value)) return false;
  if (/^(?:~?\/|\.\.?\/)[\w./@+ -]*$/.test(value)) return false;
  return !/^(?:file:|vault:|env:|exec:|arn:|secretsmanager:|op:\/\/|\$\{?[A-Za-z_(]|\{\{|%[({d]|!vault|getenv|process\.env|os\.environ)/.test(
    value,
  );
}

/** Kind by a variable's name, if the name is one of a secret. */
export function kindByName(name: string): string | undefined {
  if (aboutSecrets.test(name) && !/ACCESS_?KEY_?ID$/i.test(name)) return undefined;
  return nameKinds.find(([pattern]) => pattern.test(name))?.[1];
}

/** What looks like a secret by itself, whatever it is called; of a URL only the password counts. */
function secretByValue(text: string): { readonly kind: string; readonly value: string } | undefined {
  for (const [pattern, kind] of valueKinds) {
    const found = pattern.exec(text)?.[0];
    if (found === undefined) continue;
    if (kind !== "url-with-password") return { kind, value: found };
    const password = /:\/\/[^:/@\s]*:([^@\s/]+)@/.exec(found)?.[1] ?? "";
    if (isPlausible(password) || /^\d+$/.test(password)) return { kind, value: password };
  }
  return undefined;
}

/** A secret in one variable. */
export function secretOfVariable(name: string, value: string): FoundSecret | undefined {
  const [key] = openPrivateKeys(value);
  if (key !== undefined) return { name, kind: "private-key", value: key };
  const byValue = secretByValue(value);
  if (byValue !== undefined) return { name, ...byValue };
  const kind = kindByName(name);
  return kind !== undefined && isPlausible(value) ? { name, kind, value } : undefined;
}

/** Secrets in assignments of a text: shell, ini, YAML, JSON, PHP, properties. */
export function secretsOfText(text: string): readonly FoundSecret[] {
  const keys = openPrivateKeys(text).map((value) => ({ name: "private-key", kind: "private-key", value }));
  const assigned = [...tellingLines(text)].flatMap((line) => {
    if (/^\s*(?:#|\/\/|;|\*|--\s)/.test(line)) return [];
    const found = assignment(line);
    if (found !== undefined) {
      const secret = secretOfVariable(found.name, found.value);
      return secret === undefined ? [] : [secret];
    }
    const byValue = secretByValue(line);
    return byValue === undefined ? [] : [{ name: byValue.kind, ...byValue }];
  });
  return [...keys, ...assigned];
}

/** The lines of a text that can hold a secret at all; most don't, and are not even cut out of it. */
function* tellingLines(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    telling.lastIndex = at;
    const found = telling.exec(text);
    if (found === null) return;
    const end = text.indexOf("\n", found.index);
    const line = text.slice(text.lastIndexOf("\n", found.index) + 1, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    yield line;
  }
}

function assignment(line: string): { readonly name: string; readonly value: string } | undefined {
  // Lines are as long and as odd as their writers like: nothing here may take more than linear time.
  const found =
    /^\s*define\(\s*['"]([\w.-]{1,200})['"]\s*,\s*['"](.*?)['"]\s*\)/.exec(line) ??
    /^\s*(?:export\s+|set\s+|-\s+)?[$]?["']?([\w./:@-]{0,120}?[A-Za-z]\w{0,80})["']?\s*(?:=>|=|:(?=\s))(.*)$/s.exec(
      line,
    );
  if (found === null) return undefined;
  const raw = (found[2] ?? "").trim().replace(/[,;]$/, "").trimEnd();
  const comment = raw.search(/\s#/);
  const value = /^(["'])(.*?)\1/.exec(raw)?.[2] ?? (comment < 0 ? raw : raw.slice(0, comment).trimEnd());
  return { name: found[1] ?? "", value };
}

/** Secrets in headers of a request, as they are written for curl: `Authorization: Bearer x`, `PRIVATE-TOKEN: x`. */
export function secretsOfHeaders(text: string): readonly FoundSecret[] {
  const header =
    /\b(authorization|proxy-authorization|(?:x-)?(?:api-key|auth-token|private-token|vault-token|job-token)):\s{0,5}(?:(?:bearer|basic|token)\s{1,5})?([^\s"'\\]{8,})/gi;
  return [...text.matchAll(header)].flatMap(([, name = "", value = ""]) =>
    isPlausible(value) ? [{ name, kind: /authorization/i.test(name) ? "credential" : "token", value }] : [],
  );
}

/** Secrets in the arguments of a command line: `--password=x`, `--token x`, `PASSWORD=x`, URLs, `mysql -px`. */
export function secretsOfArguments(args: readonly string[]): readonly FoundSecret[] {
  const program = args[0]?.split("/").at(-1) ?? "";
  return args.flatMap((arg, i) => {
    const headers = secretsOfHeaders(arg);
    if (headers.length > 0) return headers;
    const joined = /^-{0,2}([\w.-]+)(?:=|:(?!\/\/))([\s\S]+)$/.exec(arg);
    const byValue = secretByValue(arg);
    if (byValue !== undefined) return [{ name: joined?.[1] ?? byValue.kind, ...byValue }];
    const kind = joined === null ? undefined : kindByName(joined[1] ?? "");
    if (kind !== undefined && isPlausible(joined?.[2] ?? ""))
      return [{ name: joined?.[1] ?? "", kind, value: joined?.[2] ?? "" }];
    const next = args[i + 1];
    const option = /^--?([\w-]{3,})$/.exec(arg)?.[1];
    const optionKind = option === undefined ? undefined : kindByName(option);
    if (
      option !== undefined &&
      optionKind !== undefined &&
      next !== undefined &&
      !next.startsWith("-") &&
      isPlausible(next)
    )
      return [{ name: option, kind: optionKind, value: next }];
    if (/^(?:mysql|mariadb)(?:dump|admin)?$/.test(program) && /^-p.{3,}$/.test(arg))
      return [{ name: "-p", kind: "password", value: arg.slice(2) }];
    return [];
  });
}
