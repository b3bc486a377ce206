import { secretsOfFile } from "../../../host/secret-files.ts";
import { type FoundSecret, isPlausible, secretsOfText } from "../../../host/secret-patterns.ts";
import { needleSearch } from "../needle-search.ts";
import { type Search, searchLimit } from "./searched-files.ts";

/** What every secret that shows by its own form has in it: how the forms' patterns begin. */
const hasForm = needleSearch([
  "PRIVATE KEY",
  ...[
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "xoxa",
    "xoxb",
    "xoxe",
    "xoxp",
    "xoxr",
    "xoxs",
  ],
  ...["glpat-", "npm_"],
]);
const hasSecretWord = needleSearch(
  ["pass", "pwd", "secret", "token", "key", "cred", "auth"].flatMap((it) => [
    it,
    it.toUpperCase(),
    it.charAt(0).toUpperCase() + it.slice(1),
  ]),
);
/** Kinds whose form alone shows them. */
const formKinds = new Set(["private-key", "aws-key", "github-token", "slack-token", "gitlab-token", "npm-token"]);
const most = 50;

/** Secrets in one file; binary files have none that could be told from noise. */
export function secretsInFile(path: string, content: Buffer, search: Search): readonly FoundSecret[] {
  if (search === undefined || content.subarray(0, 1024).includes(0)) return [];
  const bytes = content.subarray(0, searchLimit);
  const forms = hasForm(bytes);
  if (forms.size === 0 && (search === "forms" || !couldAssign(path, bytes))) return [];
  const text = bytes.toString("utf8");
  const found =
    search === "assignments"
      ? [...secretsOfFile(`/${path}`, spread(path, text)), ...secretsOfFormat(path, text)]
      : secretsOfText(linesWith(text, [...forms.keys()]));
  const wanted = search === "assignments" ? literal(path, text, found) : found.filter((it) => formKinds.has(it.kind));
  const all = [...wanted, ...keysInOneLine(text, forms)].filter((it) => isReal(it, path));
  return [...new Map(all.map((it) => [it.value, it])).values()].slice(0, most);
}

/** In a program's text a value is between quotes; without, it is a name or a call that gives the secret at run time. */
function literal(path: string, text: string, found: readonly FoundSecret[]): readonly FoundSecret[] {
  if (found.length === 0 || !/\.(?:py|rb|php)$/.test(path)) return found;
  const quoted = new Set([...text.matchAll(/(["'])([^"'\n]+)\1/g)].map(([, , value]) => value));
  const showsItself = ({ kind }: FoundSecret) => formKinds.has(kind) || kind === "url-with-password";
  return found.filter((it) => showsItself(it) || quoted.has(it.value));
}

function couldAssign(path: string, bytes: Buffer): boolean {
  return hasSecretWord(bytes).size > 0 || bytes.includes("://") || /\.(?:pgpass|htpasswd)$/.test(path);
}

/** Lines that a form is in; blocks of keys stay whole. */
function linesWith(text: string, forms: readonly string[]): string {
  if (forms.includes("PRIVATE KEY")) return text;
  return text
    .split("\n")
    .filter((line) => forms.some((it) => line.includes(it)))
    .join("\n");
}

/** JSON in one line holds many assignments: each gets a line of its own. */
function spread(path: string, text: string): string {
  if (!/\.(?:json|tfstate)$/.test(path)) return text;
  const lines = text
    .replace(/[{,]\s*(?=")/g, "\n")
    .replaceAll('":', '": ')
    .split("\n");
  return lines.map(withoutBrackets).join("\n");
}

function withoutBrackets(line: string): string {
  let end = line.length;
  while (end > 0 && "}], \t\r".includes(line.charAt(end - 1))) end--;
  return line.slice(0, end);
}

/** XML without its comments. */
function withoutComments(text: string): string {
  const [first = "", ...rest] = text.split("<!--");
  return [first, ...rest.map((it) => (it.includes("-->") ? it.slice(it.indexOf("-->") + 3) : ""))].join("");
}

/** Private keys inside JSON or a variable, whose lines are told by `\n`. */
function keysInOneLine(text: string, forms: ReadonlyMap<string, number>): readonly FoundSecret[] {
  if (!forms.has("PRIVATE KEY") || !/-----BEGIN [A-Z ]*PRIVATE KEY-----\\n/.test(text)) return [];
  return secretsOfText(text.replaceAll("\\n", "\n")).filter((it) => it.kind === "private-key");
}

/** Formats that tell secrets in another way than by an assignment. */
function secretsOfFormat(path: string, written: string): readonly FoundSecret[] {
  const text = /\.(?:xml|config)$/.test(path) ? withoutComments(written) : written;
  const all = (pattern: RegExp, name: string, kind: string) =>
    [...text.matchAll(pattern)].flatMap(([, value = ""]) => (isPlausible(value) ? [{ name, kind, value }] : []));
  if (/\.(?:xml|config)$/.test(path))
    return [
      ...all(/<(?:password|passphrase|secret|token)>\s*([^<\s]{3,200})\s*</gi, "password", "password"),
      ...all(/\b(?:password|pwd)=([^;"'<\s]{3,200})(?=[;"'])/gi, "password", "password"),
    ];
  if (/\.htpasswd$/.test(path))
    return all(/^[^:#\s]{1,200}:(\$\S{8,200}|\{SHA\}\S{8,200})$/gm, "password", "password-hash");
  if (/(?:\.kube\/config|kubeconfig)$/.test(path))
    return all(/client-key-data:\s*([\w+/=]{40,})/g, "client-key-data", "private-key");
  return [];
}

/** Samples of documentation and templates are told from real ones by what they say of themselves. */
function isReal({ kind, value }: FoundSecret, path: string): boolean {
  if (/EXAMPLE|PLACEHOLDER|REDACTED|CHANGE[_-]?THIS|YOUR[_-]|XXXX|0{8}|1234567890ABCDEF/i.test(value)) return false;
  if (/(?:\.(?:example|sample|dist|template|tmpl|default))$/i.test(path)) return false;
  if (kind !== "private-key" || !value.startsWith("-----")) return true;
  const body = value.replace(/-----[^-]*-----/g, "").replace(/\s/g, "");
  return body.length >= 40 && /^[\w+/=,:.-]+$/.test(body) && !body.includes("...");
}
