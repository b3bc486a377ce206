import type { z } from "zod";
import type { listenerSchema } from "../estate/schema.ts";
import type { Socket } from "../probes/host/facts.ts";
import type { Service } from "../probes/service/facts.ts";

type ListenerInput = z.input<typeof listenerSchema>;

export interface DraftedListener {
  readonly listener: ListenerInput;
  readonly note: string;
}

/** Ports from which the Linux kernel takes those of outgoing traffic (ip_local_port_range). */
const firstTransientPort = 32768;

const isTransient = (it: Socket): boolean => it.protocol === "udp" && it.port >= firstTransientPort;

/** Every port that other machines could reach, one entry for each; who needs it is for a person to decide. */
export function draftListeners(sockets: readonly Socket[], services: readonly Service[]): readonly DraftedListener[] {
  const open = sockets.filter((it) => it.scope !== "loopback" && !isTransient(it));
  const byPort = new Map<string, Socket[]>();
  for (const socket of [...open].sort((a, b) => a.port - b.port || (a.protocol < b.protocol ? -1 : 1))) {
    const key = `${socket.protocol} ${socket.port}`;
    byPort.set(key, [...(byPort.get(key) ?? []), socket]);
  }
  return [...byPort.values()].flatMap((same) => {
    const [socket] = same;
    if (socket === undefined) return [];
    const process = same.find((it) => it.process !== undefined)?.process;
    const spoken = socket.protocol === "tcp" ? spokenOn(socket.port, services) : undefined;
    const addresses = [...new Set(same.map((it) => it.address))].join(" and ");
    const listener: ListenerInput = {
      port: socket.port,
      ...(socket.protocol === "udp" && { protocol: "udp" }),
      ...(process !== undefined && { process }),
      clients: "undecided",
      ...(spoken === "ssh" && { admin: true }),
    };
    return [{ listener, note: `listens on ${addresses}${spoken === undefined ? "" : ` and speaks ${spoken}`}` }];
  });
}

/** UDP ports that look like those of outgoing traffic, which no estate needs to declare. */
export function transientPorts(sockets: readonly Socket[]): readonly number[] {
  const ports = sockets.filter((it) => it.scope !== "loopback" && isTransient(it)).map(({ port }) => port);
  return [...new Set(ports)].sort((a, b) => a - b);
}

function spokenOn(port: number, services: readonly Service[]): string | undefined {
  return services.find((it) => it.port === port && it.scope !== "loopback" && it.service !== "unknown")?.service;
}
