import { CommanderError } from "commander";
import { paints } from "./paint.ts";
import { createProgram } from "./program.ts";

/** Exit codes, the same for every command; `check` and `judge` add 1 (violated) and 3 (unverified). */
export const exitCodes = { fine: 0, usage: 2, bug: 4, interrupted: 130 } as const;

/** Runs one command line and gives its exit code. The one place where what is thrown becomes a message. */
export async function run(argv: readonly string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", unlessClosed);
  try {
    const outcome = { code: 0 };
    await createProgram((code) => {
      outcome.code = code;
    }).parseAsync(argv as string[]);
    return outcome.code;
  } catch (error) {
    return failed(error);
  }
}

/** A reader that closes the pipe early, such as `head`, is no failure of ours, and no success of what is assessed. */
function unlessClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") process.exit(exitCodes.bug);
}

async function failed(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  const message = await userMessage(error);
  if (message !== undefined) {
    process.stderr.write(`${message}\n`);
    return exitCodes.usage;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`This is a bug in Holdfast; please report it with these lines:\n${stack}\n`);
  return exitCodes.bug;
}

/** The text for an error of the user's making; nothing for a bug. Loaded only when something went wrong. */
async function userMessage(error: unknown): Promise<string | undefined> {
  if (!(error instanceof Error)) return undefined;
  if (error.name === "EstateError") {
    const { EstateError, formatMistakes } = await import("../estate/mistakes/mistake.ts");
    if (error instanceof EstateError) return formatMistakes(error.mistakes, { colour: paints(process.stderr) });
  }
  return ["UserError", "RecordingError", "TargetError"].includes(error.name) ? error.message : undefined;
}
