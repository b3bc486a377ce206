import { exitCodes } from "./run.ts";

/** A signal that Ctrl-C sets off: the first ends the looking and leaves the report, the second ends at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    process.stderr.write("\nStopping; what is known by now will be reported. Once more ends at once.\n");
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return controller.signal;
}
