import type { HostDeclaration, ListenerDeclaration } from "../estate/schema.ts";
import type { FactsOf } from "../probes/fact-kinds.ts";
import type { Service } from "../probes/service/facts.ts";
import type { Gap } from "../verdict/outcome.ts";

/** What a TCP port speaks that can be reached from beyond the host. */
export interface WideService {
  /** `25/tcp`: names it in texts, and tells it apart from run to run. */
  readonly name: string;
  /** The process behind it, or that it may not be seen. */
  readonly process: string;
  readonly service: Service;
  readonly declared?: ListenerDeclaration;
}

/** The services with a socket that isn't bound to loopback: those of one port that speak alike are one. */
export function wideServices({ services }: FactsOf<"host-services">, host: HostDeclaration): readonly WideService[] {
  const unlike = new Map<string, Service>();
  for (const it of services.filter(({ scope }) => scope !== "loopback")) {
    const { address, ...spoken } = it;
    const key = JSON.stringify([spoken, spoken.service === "unknown" ? address : ""]);
    if (!unlike.has(key)) unlike.set(key, it);
  }
  return [...unlike.values()].map((service) => {
    const declared = host.listeners.find((it) => it.port === service.port && it.protocol === "tcp");
    return {
      name: `${service.port}/tcp`,
      process: service.process ?? "a process we may not see",
      service,
      ...(declared !== undefined && { declared }),
    };
  });
}

/** That nobody knows what a port speaks, and why. */
export function unknownService({ name, process, service: { trouble } }: WideService): Gap {
  return {
    reason: `what ${process} speaks on ${name} is not known${trouble === undefined ? "" : `: ${trouble.message}`}`,
    wouldVerify: trouble?.wouldVerify ?? "observe again",
  };
}
