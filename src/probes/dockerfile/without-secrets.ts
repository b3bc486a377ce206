import { type FoundSecret, isPlausible, secretOfVariable, secretsOfArguments } from "../host/secret-patterns.ts";

const hidden = "***";

/** Secrets among the words of one command, `piped` to those of `pipedTo`. */
export function secretsOfCommand(words: readonly string[], pipedTo: readonly string[] = []): readonly FoundSecret[] {
  const program = words[0]?.split("/").at(-1) ?? "";
  const more: FoundSecret[] = [];
  const take = (name: string, value: string | undefined): void => {
    if (value !== undefined && isPlausible(value)) more.push({ name, kind: "password", value });
  };
  words.forEach((word, i) => {
    const next = words[i + 1];
    if (/^(?:curl|wget)$/.test(program) && /^(?:-u|--user|--proxy-user)$/.test(word)) take(word, afterColon(next));
    if (program === "sshpass" && /^-p.+$/.test(word)) take("-p", word.slice(2));
    if (program === "sshpass" && word === "-p") take("-p", next);
    if (/^(?:docker|podman|skopeo|crane|helm)$/.test(program) && words.includes("login") && word === "-p")
      take("-p", next);
    if (pipedTo.includes("chpasswd") && /^[\w-]+:\S+$/.test(word)) take(word.split(":")[0] ?? "", afterColon(word));
    if (pipedTo.includes("passwd") && words[i + 1] === undefined && i > 0) take("passwd", word);
  });
  return [...secretsOfArguments(words), ...more].filter(({ value }) => !/^[$`]/.test(value));
}

const afterColon = (text: string | undefined): string | undefined => text?.split(":").slice(1).join(":");

function masked(text: string, secrets: readonly FoundSecret[]): string {
  return secrets.reduce((it, { value }) => (value === "" ? it : it.replaceAll(value, hidden)), text);
}

/** The words of a command, with stars for every secret among them. */
export function wordsWithoutSecrets(words: readonly string[], pipedTo: readonly string[] = []): string[] {
  const secrets = secretsOfCommand(words, pipedTo);
  return secrets.length === 0 ? [...words] : words.map((it) => masked(it, secrets));
}

/** The value of a variable, or stars where it is a secret. */
export function valueWithoutSecrets(name: string, value: string): string {
  const secret = secretOfVariable(name, value);
  return secret === undefined ? value : masked(value, [secret]);
}
