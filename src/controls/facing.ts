import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { processNames } from "./process-names.ts";

type Processes = FactsOf<"host-processes">;
export type FacingProcess = Processes["processes"][number];

/** The processes that listen beyond loopback. */
export function facing({ processes }: Processes): readonly FacingProcess[] {
  return processes.filter((it) => it.ports.length > 0);
}

/** Whether its file is one of these programs; by its name alone, which a process picks itself, it can't be told. */
export function isOneOf({ executable, name }: FacingProcess, programs: readonly string[]): boolean | "unseen" {
  const file = executable?.split("/").at(-1);
  if (file !== undefined) return programs.includes(file);
  return programs.includes(name) ? "unseen" : false;
}

/** The file of a process that would be left out for what it claims to be. */
export function unseenFiles(processes: readonly FacingProcess[], programs: readonly string[]): readonly Gap[] {
  return processes
    .filter((it) => isOneOf(it, programs) === "unseen")
    .map(({ name }) => ({
      reason: `which file the process ${name} runs could not be seen`,
      wouldVerify: "run as root on the host",
    }));
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

/** Processes whose user id no account was seen for: nobody knows what it may do. */
export function unknownAccounts(processes: readonly FacingProcess[]): readonly Gap[] {
  return processes
    .filter(({ user }) => user === undefined)
    .map((it) => ({
      reason: `${nameOf(it)} runs as the user id ${it.userIds.effective}, of which no account was seen`,
      wouldVerify: "give the service an account in /etc/passwd",
    }));
}
