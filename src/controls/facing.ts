import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { processNames } from "./process-names.ts";

type Processes = FactsOf<"host-processes">;
export type FacingProcess = Processes["processes"][number];

/** The processes that listen beyond loopback. */
export function facing({ processes }: Processes): readonly FacingProcess[] {
  return processes.filter((it) => it.ports.length > 0);
}

/** The name of the file it runs; a process can call itself anything. */
export function programOf({ executable, name }: FacingProcess): string {
  return executable?.split("/").at(-1) ?? name;
}

/** Its name for texts. */
export function nameOf({ executable, name: process }: FacingProcess): string {
  return processNames({ process, executable })[0] ?? process;
}

/** Sockets whose process may not be seen: any of them could be the one that matters. */
export function unseenSockets({ unseenSockets: count }: Processes): readonly Gap[] {
  if (count === 0) return [];
  return [
    { reason: `the processes of ${count} listening sockets could not be seen`, wouldVerify: "run as root on the host" },
  ];
}
