import type { HostDeclaration, ListenerDeclaration } from "../estate/schema.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Gap } from "../verdict/outcome.ts";
import { processNames } from "./process-names.ts";

/** A port that can be reached from beyond the host, whatever number of sockets it has. */
export interface WidePort {
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  /** `8080/tcp`: names it in texts, and tells it apart from run to run. */
  readonly name: string;
  /** Addresses it is bound to, each once. */
  readonly addresses: readonly string[];
  /** Names of the processes behind it, each once; empty when none could be seen. */
  readonly processes: readonly string[];
  /** For each of its sockets with a process that was seen: all names by which that is known. */
  readonly names: readonly (readonly string[])[];
  /** Whether the process of each of its sockets was seen. */
  readonly ownersSeen: boolean;
  readonly declared?: ListenerDeclaration;
}

/** The ports with a socket that isn't bound to loopback, and what the estate declares of them. */
export function widePorts(
  facts: Pick<FactsOf<"host-listeners">, "sockets">,
  declared: Pick<HostDeclaration, "listeners">,
): readonly WidePort[] {
  const wide = facts.sockets.filter((it) => it.scope !== "loopback");
  const ports = [...new Set(wide.map((it) => `${it.port}/${it.protocol}`))];
  return ports.flatMap((name) => {
    const sockets = wide.filter((it) => `${it.port}/${it.protocol}` === name);
    const [first] = sockets;
    if (first === undefined) return [];
    const { port, protocol } = first;
    const declaration = declared.listeners.find((it) => it.port === port && it.protocol === protocol);
    const names = sockets.map(processNames).filter((it) => it.length > 0);
    return [
      {
        ...{ port, protocol, name },
        addresses: [...new Set(sockets.map((it) => it.address))],
        processes: [...new Set(names.flatMap((it) => it.slice(0, 1)))],
        names,
        ownersSeen: sockets.every((it) => it.process !== undefined),
        ...(declaration === undefined ? {} : { declared: declaration }),
      },
    ];
  });
}

/** `nginx`, or that we can't tell: for texts. */
export function processOf(port: WidePort): string {
  return port.processes.length > 0 ? port.processes.join(", ") : "a process we may not see";
}

/** Sockets whose owner stays hidden, where the judgement depends on who owns them. */
export function unseenOwners(facts: FactsOf<"host-listeners">): readonly Gap[] {
  if (facts.ownersSeen && facts.sockets.every((it) => it.process !== undefined)) return [];
  return [
    { reason: "whose process a socket is could not be seen for all of them", wouldVerify: "run as root on the host" },
  ];
}
