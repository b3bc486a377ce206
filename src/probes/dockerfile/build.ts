import type { DockerfileDeclaration } from "../../estate/resolved.ts";
import type { FactsOf } from "../fact-kinds.ts";
import { parseImageReference } from "../image-reference.ts";
import { expand, type Lookup } from "./expand.ts";
import type { Instruction, Origin } from "./facts.ts";
import { readInstruction } from "./instruction.ts";
import { originOf } from "./origins.ts";
import { parentOf } from "./parent.ts";
import { markReached } from "./reached.ts";
import { assignments, jsonWords } from "./words.ts";
import type { WrittenDockerfile, WrittenInstruction } from "./written-instructions.ts";

export type Build = FactsOf<"dockerfile-build">;
export type Stage = Build["stages"][number];
type Declared = Pick<DockerfileDeclaration, "arguments" | "target" | "contexts" | "baseImages">;

const mostStages = 200;

/** A Dockerfile's stages as the builder would build them; no stage at all where nothing begins one. */
export function readBuild(written: WrittenDockerfile, declared: Declared): Build {
  const { escaping } = written;
  const first = written.instructions.findIndex((it) => it.keyword === "FROM");
  const globals = new Map<string, string>();
  const lookGlobal = (name: string) => globals.get(name) ?? platformArgument(declared.arguments, name);
  for (const it of written.instructions.slice(0, Math.max(0, first))) {
    if (it.keyword === "ARG") setArguments(it, globals, declared.arguments, escaping, lookGlobal);
  }
  const stages: Stage[] = [];
  const variables: Map<string, string>[] = [];
  const names = new Map<string, number>();
  const unseen: Build["unseen"] = [];
  let reader: StageReader | undefined;
  for (const it of first < 0 ? [] : written.instructions.slice(first)) {
    if (it.keyword !== "FROM" || it.onbuild) {
      reader?.read(it);
      continue;
    }
    if (stages.length >= mostStages) {
      unseen.push({ reason: `there are more than ${mostStages} stages`, wouldVerify: "build it of fewer stages" });
      break;
    }
    const index = stages.length;
    const words = it.text.split(/\s+/);
    const name = words[1]?.toLowerCase() === "as" ? words[2] : undefined;
    const known = { stages: new Map(names), before: index, contexts: declared.contexts, escaping };
    const find = (text: string, lookup: Lookup, where: "from" | "copy") => originOf(text, where, known, lookup);
    const origin = find(words[0] ?? "", lookGlobal, "from");
    const inherited = origin.kind === "stage" ? variables[origin.stage] : undefined;
    const platform = it.flags.find((one) => one.name === "platform")?.value;
    reader = new StageReader({ globals, escaping, find, given: declared.arguments, inherited: new Map(inherited) });
    variables.push(reader.variables);
    stages.push({
      ...(name !== undefined && { name }),
      line: it.line,
      origin,
      ...(platform !== undefined && { platform: expand(platform, lookGlobal, escaping).text }),
      reached: false,
      instructions: reader.instructions,
    });
    if (name !== undefined) names.set(name.toLowerCase(), index);
  }
  const target = targetOf(stages, declared.target, unseen);
  markReached(stages, target);
  const parent = parentOf(stages, target, declared.baseImages);
  const syntax = written.syntax === undefined ? undefined : parseImageReference(written.syntax);
  return {
    ...{ stages, target, unseen },
    ...(parent !== undefined && { parent }),
    ...(syntax !== undefined && { syntax }),
  };
}

/** What the builder sets by itself has no default that can be known: it depends on the machine that builds. */
function platformArgument(given: Readonly<Record<string, string>>, name: string): string | undefined {
  const predefined = /^(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$|^TARGETSTAGE$/.test(name);
  return predefined && Object.hasOwn(given, name) ? given[name] : undefined;
}

function setArguments(
  it: WrittenInstruction,
  into: Map<string, string>,
  given: Readonly<Record<string, string>>,
  escaping: string,
  lookup: Lookup,
  inherit?: ReadonlyMap<string, string>,
): void {
  for (const { name, value } of assignments("ARG", it.text, lookup, escaping)) {
    const set = Object.hasOwn(given, name) ? given[name] : (value?.text ?? inherit?.get(name));
    const isTold = value === undefined || value.missing.length === 0 || Object.hasOwn(given, name);
    if (set !== undefined && isTold) into.set(name, set);
    else into.delete(name);
  }
}

function targetOf(stages: readonly Stage[], wanted: string | undefined, unseen: Build["unseen"]): number {
  const last = Math.max(0, stages.length - 1);
  if (wanted === undefined) return last;
  const named = stages.findIndex((it) => it.name?.toLowerCase() === wanted.toLowerCase());
  if (named >= 0) return named;
  if (/^\d{1,4}$/.test(wanted) && Number(wanted) < stages.length) return Number(wanted);
  unseen.push({ reason: `no stage is called ${wanted}`, wouldVerify: "declare the target as the Dockerfile names it" });
  return last;
}

interface StageSetting {
  readonly globals: ReadonlyMap<string, string>;
  readonly given: Readonly<Record<string, string>>;
  readonly escaping: string;
  readonly find: (text: string, lookup: Lookup, where: "copy") => Origin;
  /** Variables of the stage it begins with. */
  readonly inherited: Map<string, string>;
}

/** Reads the instructions of one stage in their order, with the variables that each sees. */
class StageReader {
  readonly instructions: Instruction[] = [];
  /** ENV, which counts before ARG and goes on in the stages that begin with this one. */
  readonly variables: Map<string, string>;
  readonly #arguments = new Map<string, string>();
  readonly #setting: StageSetting;
  #shell: readonly string[] = [];

  constructor(setting: StageSetting) {
    this.#setting = setting;
    this.variables = setting.inherited;
  }

  read(it: WrittenInstruction): void {
    const { escaping, find, given, globals } = this.#setting;
    const lookup: Lookup = (name) =>
      this.variables.get(name) ?? this.#arguments.get(name) ?? platformArgument(given, name);
    const reading = { lookup, escaping, shell: this.#shell };
    this.instructions.push(readInstruction(it, { ...reading, originOf: (text) => find(text, lookup, "copy") }));
    // What ONBUILD defers sets nothing here.
    if (it.onbuild) return;
    if (it.keyword === "SHELL") this.#shell = jsonWords(it.text) ?? [];
    if (it.keyword === "ARG") setArguments(it, this.#arguments, given, escaping, lookup, globals);
    if (it.keyword === "ENV") {
      for (const { name, value } of assignments("ENV", it.text, lookup, escaping)) {
        if (value !== undefined && value.missing.length === 0) this.variables.set(name, value.text);
        else this.variables.delete(name);
      }
    }
  }
}
