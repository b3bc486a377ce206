import { existsSync } from "node:fs";
import type { EstateSource } from "../assessment/assessment.ts";
import type { Observer } from "../assessment/observe.ts";
import { estateFromTargets, kindOfArgument } from "../discovery/targets.ts";
import { loadEstate } from "../estate/load.ts";
import { type Estate, estateSchema } from "../estate/schema.ts";
import { UserError } from "./user-error.ts";

export interface EstateToCheck {
  readonly estate: Estate;
  readonly source: EstateSource;
  readonly files: readonly string[];
}

/** Where an estate file is looked for when none is named. */
export const usualFile = "holdfast.yaml";

/**
 * The estate that the arguments of `check` mean: a file or folder, targets, `./holdfast.yaml`, or what is found here.
 * @throws UserError when files and targets are mixed; EstateError and TargetError for mistakes in them
 */
export async function estateToCheck(targets: readonly string[], observer: Observer): Promise<EstateToCheck> {
  const paths = targets.filter((it) => kindOfArgument(it, existsSync) === "estate");
  if (paths.length > 1 || (paths.length === 1 && targets.length > 1)) {
    throw new UserError("Give one estate file or folder, or any number of targets, but not both.");
  }
  const path = paths[0] ?? (targets.length === 0 && existsSync(usualFile) ? usualFile : undefined);
  if (path !== undefined) {
    const { estate, files, warnings } = await loadEstate(path);
    for (const warning of warnings) process.stderr.write(`${warning}\n`);
    return { estate, source: "file", files };
  }
  if (targets.length > 0) {
    return { estate: estateSchema.parse(estateFromTargets(targets).estate), source: "targets", files: [] };
  }
  process.stderr.write("No estate file: assessing what is found on this machine. `holdfast init` writes it down.\n");
  const { findHere } = await import("./find-here.ts");
  const found = await findHere(".", observer);
  return { estate: estateSchema.parse(found.estate), source: "found", files: [] };
}
