import { existsSync } from "node:fs";
import { type Assignment, assess } from "../../assessment/assess.ts";
import { exitCode, type FailOn } from "../../assessment/exit-code.ts";
import type { Selection } from "../../assessment/plan.ts";
import { writeRecording } from "../../assessment/recording.ts";
import { equipment } from "../equipment.ts";
import { interruptSignal } from "../interrupt.ts";
import { localObserver } from "../observer.ts";
import { writePrivately } from "../private-file.ts";
import { progressLines } from "../progress-lines.ts";
import { rememberRoster } from "../remember-roster.ts";
import { type ReportOptions, writeReport } from "../report-files.ts";
import { checkedSelection } from "../selection.ts";
import { version } from "../version.ts";
import { estateToCheck } from "../which-estate.ts";

export interface CheckOptions extends ReportOptions {
  readonly only?: readonly string[];
  readonly system?: readonly string[];
  readonly record?: string;
  readonly failOn: FailOn;
  readonly quiet?: boolean;
}

/** `holdfast check`: assesses an estate, single targets or this machine, and reports. */
export async function check(targets: readonly string[], options: CheckOptions): Promise<number> {
  const signal = interruptSignal();
  const observer = localObserver(signal, options.quiet === true ? () => undefined : progressLines(process.stderr));
  const { estate, source, files } = await estateToCheck(targets, observer);
  const selection: Selection = checkedSelection({ only: options.only ?? [], systems: options.system ?? [] }, estate);
  const assignment: Assignment = { estate, source, files, selection, holdfast: version };
  const { assessment, recording } = await assess(assignment, equipment, observer).finally(() => observer.close());
  if (options.record !== undefined) await keep(options.record, writeRecording(recording));
  await rememberRoster(recording);
  await writeReport(assessment, options);
  return exitCode(assessment, options.failOn);
}

async function keep(file: string, text: string): Promise<void> {
  const replaced = existsSync(file);
  await writePrivately(file, text);
  process.stderr.write(`${replaced ? "Replaced" : "Wrote"} ${file} (observations)\n`);
}
