import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";

export type Build = FactsOf<"dockerfile-build">;
export type Stage = Build["stages"][number];
export type Instruction = Stage["instructions"][number];
export type Origin = Stage["origin"];
type Run = Extract<Instruction, { kind: "run" }>;
export type Command = Run["commands"][number];

/** The target stage and those that it begins with, from the base on: what its image is made by. */
export function lineage(build: Build): readonly Stage[] {
  const stages: Stage[] = [];
  for (let at: number | undefined = build.target; at !== undefined && stages.length <= build.stages.length; ) {
    const stage: Stage | undefined = build.stages[at];
    if (stage === undefined) break;
    stages.unshift(stage);
    at = stage.origin.kind === "stage" ? stage.origin.stage : undefined;
  }
  return stages;
}

/** What the target's image begins with. */
export function baseOrigin(build: Build): Origin | undefined {
  return lineage(build)[0]?.origin;
}

/** Instructions of all stages that the target needs; what ONBUILD defers is for other builds. */
export function neededInstructions(build: Build): readonly Instruction[] {
  return build.stages.filter((it) => it.reached).flatMap((it) => it.instructions.filter((one) => !one.onbuild));
}

export function runsOf(instructions: readonly Instruction[]): readonly Run[] {
  return instructions.filter((it) => it.kind === "run");
}

/** Every image, stage and context that the target is made of, with the line that names it. */
export function neededOrigins(build: Build): readonly { readonly line: number; readonly origin: Origin }[] {
  const stages = build.stages.filter((it) => it.reached).map(({ line, origin }) => ({ line, origin }));
  const taken = neededInstructions(build).flatMap((it) => {
    if (it.kind === "run") return it.mounts.map((origin) => ({ line: it.line, origin }));
    return (it.kind === "copy" || it.kind === "add") && it.from !== undefined
      ? [{ line: it.line, origin: it.from }]
      : [];
  });
  const syntax =
    build.syntax === undefined ? [] : [{ line: 1, origin: { kind: "image" as const, image: build.syntax } }];
  return [...syntax, ...stages, ...taken];
}

/** What a judge of commands can't see: RUNs that are no shell script, and what the probe couldn't. */
export function unseenCommands(build: Build, runs: readonly Run[] = runsOf(neededInstructions(build))): readonly Gap[] {
  const unparsed = runs.filter((it) => it.unparsed !== undefined);
  return [
    ...build.unseen,
    ...unparsed.map((it) => ({
      reason: `line ${it.line}: what RUN runs can't be told: ${it.unparsed}`,
      wouldVerify: `look at line ${it.line} by hand, or write it as a plain shell command`,
    })),
  ];
}

/** Origins that nobody can tell, as gaps. */
export function unresolvedOrigins(build: Build): readonly Gap[] {
  return neededOrigins(build).flatMap(({ line, origin }) => {
    if (origin.kind === "context") {
      return [{ reason: `line ${line}: the context ${origin.name} is no image`, wouldVerify: "look at it by hand" }];
    }
    if (origin.kind !== "unresolved") return [];
    const needs =
      origin.variables.length > 0
        ? `declare ${origin.variables.join(", ")} among its arguments`
        : "write it as an image is named";
    return [{ reason: `line ${line}: what ${origin.written} is can't be told`, wouldVerify: needs }];
  });
}

/** The name of a command's program without its folder. */
export function programOf(command: { readonly words: readonly string[] }): string {
  return command.words[0]?.split("/").at(-1) ?? "";
}
