import type { z } from "zod";
import { type FoundSecret, secretOfVariable, secretsOfText } from "../host/secret-patterns.ts";
import { shortened } from "../host/secrets.ts";
import type { secretFindSchema } from "../secret-find-schema.ts";
import { programsByPipeline, shellCommands } from "./shell/commands.ts";
import { secretsOfCommand } from "./without-secrets.ts";
import { assignments, jsonWords } from "./words.ts";
import type { WrittenDockerfile, WrittenInstruction } from "./written-instructions.ts";

export type SecretFind = z.output<typeof secretFindSchema>;

const mostFinds = 200;
const nothing = () => undefined;

/** Secrets that stand in a Dockerfile itself: defaults of ARG, values of ENV and LABEL, commands, heredocs. */
export function secretsOfDockerfile(
  { instructions, escaping }: WrittenDockerfile,
  place: (line: number) => string,
  fingerprint: (secret: string) => string,
): readonly SecretFind[] {
  const finds = instructions.flatMap((it) =>
    secretsOf(it, escaping).map(({ line, secret }) => ({
      ...{ where: whereOf(it.keyword), place: place(line), name: shortened(secret.name) },
      ...{ kind: secret.kind, fingerprint: fingerprint(secret.value) },
    })),
  );
  const unique = new Map(finds.map((it) => [`${it.place} ${it.name} ${it.fingerprint}`, it]));
  return [...unique.values()].slice(0, mostFinds);
}

function whereOf(keyword: string): SecretFind["where"] {
  if (keyword === "ARG") return "argument";
  if (keyword === "ENV") return "environment";
  return keyword === "LABEL" ? "label" : "instruction";
}

interface Sighted {
  readonly line: number;
  readonly secret: FoundSecret;
}

function secretsOf(it: WrittenInstruction, escaping: string): readonly Sighted[] {
  const here = (secrets: readonly FoundSecret[], line = it.line): readonly Sighted[] =>
    secrets.map((secret) => ({ line, secret }));
  const bodies = it.heredocs.flatMap((one) => here(secretsOfText(one.body), one.line));
  if (["ARG", "ENV", "LABEL"].includes(it.keyword)) {
    return assignments(it.keyword, it.text, nothing, escaping).flatMap(({ name, value }) =>
      here([secretOfVariable(name, value?.text ?? "")].filter((one) => one !== undefined)),
    );
  }
  if (it.keyword === "RUN" && jsonWords(it.text) === undefined) {
    const { commands, unparsed } = shellCommands(it.text, nothing);
    const raw = unparsed === undefined ? [] : here(secretsOfText(it.text));
    const programs = programsByPipeline(commands);
    const told = commands.flatMap(({ words, environment, pipeline, at }) =>
      here(
        [...secretsOfCommand(words, programs.get(pipeline)), ...environment.flatMap(secretsOfAssignment)],
        it.lineAt(at),
      ),
    );
    return [...told, ...raw, ...bodies];
  }
  const words = jsonWords(it.text) ?? it.text.split(/\s+/);
  return [...here(secretsOfCommand(words)), ...bodies];
}

function secretsOfAssignment(text: string): readonly FoundSecret[] {
  const equals = text.indexOf("=");
  const found = secretOfVariable(text.slice(0, equals), text.slice(equals + 1));
  return found === undefined ? [] : [found];
}
