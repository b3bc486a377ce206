import { secretsOfCommand } from "../dockerfile/without-secrets.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { type FoundSecret, secretOfVariable } from "../host/secret-patterns.ts";
import { shortened } from "../host/secrets.ts";
import type { SecretFind } from "../secret-find-schema.ts";
import type { InspectedContainer } from "./engine-answers.ts";

const most = 200;

/** Secrets that a container was given where whoever may ask the engine, or look at its processes, reads them. */
export function containerSecrets(
  { Config, Path, Args }: InspectedContainer,
  fingerprint: (secret: string) => string,
): FactsOf<"container-secrets"> {
  const told = (where: SecretFind["where"], place: string, secrets: readonly FoundSecret[]): readonly SecretFind[] =>
    secrets.map(({ name, kind, value }) => ({
      ...{ where, place: shortened(place), name: shortened(name), kind },
      fingerprint: fingerprint(value),
    }));
  const variables = (Config.Env ?? []).map((it) => {
    const equals = it.indexOf("=");
    return equals < 0 ? ([it, ""] as const) : ([it.slice(0, equals), it.slice(equals + 1)] as const);
  });
  const given = (name: string, value: string) => [secretOfVariable(name, value)].filter((it) => it !== undefined);
  const all = [
    ...variables.flatMap(([name, value]) => told("environment", name, given(name, value))),
    ...Object.entries(Config.Labels ?? {}).flatMap(([name, value]) => told("label", name, given(name, value))),
    ...told("argument", "command", secretsOfCommand([Path ?? "", ...(Args ?? [])])),
  ];
  const more = {
    reason: `only ${most} of ${all.length} secrets are told`,
    wouldVerify: "take away those that are told, and look again",
  };
  return { found: all.slice(0, most), variables: variables.length, unseen: all.length > most ? [more] : [] };
}
