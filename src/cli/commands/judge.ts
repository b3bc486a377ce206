import { readFile } from "node:fs/promises";
import { reassess } from "../../assessment/assess.ts";
import { exitCode, type FailOn } from "../../assessment/exit-code.ts";
import { readRecording } from "../../assessment/recording.ts";
import { equipment } from "../equipment.ts";
import { type ReportOptions, writeReport } from "../report-files.ts";
import { UserError } from "../user-error.ts";

interface JudgeOptions extends ReportOptions {
  readonly observations: string;
  readonly failOn: FailOn;
}

/** `holdfast judge`: concludes again from a recording. */
export async function judgeAgain(options: JudgeOptions): Promise<number> {
  const recording = readRecording(await textOf(options.observations), options.observations);
  const assessment = reassess(recording, equipment);
  await writeReport(assessment, options);
  return exitCode(assessment, options.failOn);
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UserError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
