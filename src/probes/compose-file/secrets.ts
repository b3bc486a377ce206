import type { SecretFind } from "../dockerfile/secrets.ts";
import { secretsOfCommand } from "../dockerfile/without-secrets.ts";
import { type FoundSecret, secretOfVariable, secretsOfText } from "../host/secret-patterns.ts";
import { shortened } from "../host/secrets.ts";
import { entriesOf, itemsOf, textOf, textsOf, type Value } from "./value.ts";

const mostFinds = 200;
/** Words of commands; elsewhere a text stands for itself. */
const commands = new Set(["command", "args", "entrypoint", "test"]);

/** Secrets that stand in a compose file or manifest; what is left to variables is none. */
export function secretsOfValues(
  documents: readonly Value[],
  fingerprint: (secret: string) => string,
): readonly SecretFind[] {
  const found: SecretFind[] = [];
  const put = (where: SecretFind["where"], place: string, secrets: readonly (FoundSecret | undefined)[]): void => {
    for (const it of secrets) {
      if (it === undefined || found.length >= mostFinds || /^[$<{]/.test(it.value)) continue;
      found.push({ ...{ where, place, name: shortened(it.name), kind: it.kind }, fingerprint: fingerprint(it.value) });
    }
  };
  const visit = (value: Value, key: string): void => {
    if (value.kind === "map") {
      const name = textOf(value.entries.get("name"));
      const plain = textOf(value.entries.get("value"));
      // `- name: PASSWORD` with `value: …` is how Kubernetes sets variables.
      if (name !== undefined && plain !== undefined) put("environment", value.place, [secretOfVariable(name, plain)]);
      if (textOf(value.entries.get("kind")) === "Secret") kubernetesSecret(value, put);
      else for (const [inner, it] of entriesOf(value)) if (!(name !== undefined && inner === "value")) visit(it, inner);
    } else if (value.kind === "list") {
      if (commands.has(key)) put("argument", value.place, secretsOfCommand(textsOf(value)));
      else for (const it of itemsOf(value)) visit(it, key);
    } else if (typeof value.value === "string") put(whereOf(key), value.place, secretsOf(key, value.value));
    else if (typeof value.value === "number" && key !== "")
      put(whereOf(key), value.place, [secretOfVariable(key, String(value.value))]);
  };
  for (const it of documents) visit(it, "");
  return found;
}

const whereOf = (key: string): SecretFind["where"] =>
  key === "labels" ? "label" : commands.has(key) ? "argument" : "environment";

function secretsOf(key: string, text: string): readonly (FoundSecret | undefined)[] {
  if (commands.has(key)) return secretsOfCommand(text.split(/\s+/));
  const assigned = /^([A-Za-z_][\w.-]{0,100})=([\s\S]*)$/.exec(text);
  if (assigned !== null) return [secretOfVariable(assigned[1] ?? "", assigned[2] ?? "")];
  if (text.includes("\n")) return secretsOfText(text);
  return [secretOfVariable(key, text)];
}

/** A Secret's data is only encoded. */
function kubernetesSecret(
  secret: Value,
  put: (where: SecretFind["where"], place: string, secrets: readonly FoundSecret[]) => void,
): void {
  for (const field of ["data", "stringData"] as const) {
    for (const [name, it] of entriesOf(secret.kind === "map" ? secret.entries.get(field) : undefined)) {
      const value = textOf(it) ?? "";
      if (value !== "") put("file", it.place, [{ name, kind: "secret", value }]);
    }
  }
}
