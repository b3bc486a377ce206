import tab from "@bomb.sh/tab/commander";
import { createProgram } from "../program.ts";

/** `holdfast complete`: prints the script of a shell, or answers what that script asks. */
export async function complete(): Promise<number> {
  const program = createProgram(() => undefined);
  // The completion brings a command of this name of its own.
  const own = program.commands.findIndex((it) => it.name() === "complete");
  (program.commands as unknown[]).splice(own, 1);
  tab(program);
  await program.parseAsync(process.argv);
  return 0;
}
