import { extname } from "node:path";
import type { Assessment } from "../assessment/assessment.ts";
import { type FormatName, formats } from "../reports/formats.ts";
import { paints } from "./paint.ts";
import { writePrivately } from "./private-file.ts";
import { UserError } from "./user-error.ts";

/** Options of every command that ends in a report. */
export interface ReportOptions {
  readonly format?: FormatName;
  readonly json?: boolean;
  readonly output?: readonly string[];
  readonly verbose?: boolean;
}

/**
 * Writes the report where the user asked for it: to the files of `--output`, in the form of `--format` or of their
 * ending, and otherwise to standard output.
 * @throws UserError when an ending names no form, or a file can't be written
 */
export async function writeReport(assessment: Assessment, options: ReportOptions): Promise<void> {
  const format = options.json === true ? "json" : options.format;
  const files = (options.output ?? []).map((file) => ({ file, format: format ?? formatOf(file) }));
  for (const it of files) {
    await writePrivately(it.file, await rendered(assessment, it.format, { colour: false, verbose: true }));
    process.stderr.write(`Wrote ${it.file} (${it.format})\n`);
  }
  if (files.length > 0 && format !== undefined) return;
  const colour = paints(process.stdout);
  const verbose = options.verbose === true;
  process.stdout.write(await rendered(assessment, format ?? "terminal", { colour, verbose }));
}

async function rendered(
  assessment: Assessment,
  format: FormatName,
  options: { readonly colour: boolean; readonly verbose: boolean },
): Promise<string> {
  const render = await formats[format].load();
  return render(assessment, { ...options, width: Math.min(process.stdout.columns ?? 100, 120) });
}

function formatOf(file: string): FormatName {
  const ending = extname(file).slice(1).toLowerCase();
  const found = Object.entries(formats).find(([, it]) => it.extension === ending);
  if (found === undefined) {
    const endings = Object.values(formats).map((it) => `.${it.extension}`);
    throw new UserError(`${file}: its ending names no form of report (${endings.join(", ")}); give one with --format.`);
  }
  return found[0] as FormatName;
}
