import { createHash } from "node:crypto";
import pLimit from "p-limit";
import type { Socket } from "../host/facts.ts";
import { redacted } from "../http/redacted.ts";
import { type Probe, probe } from "../probe.ts";
import { converse, type Spoken } from "./converse.ts";
import type { Service } from "./facts.ts";
import { listSockets } from "./sockets.ts";

const conversationsAtOnce = 8;
const mostSockets = 500;

/** Where this machine reaches the socket: loopback, unless it is bound to one other address. */
function hostOf({ scope, family, address }: Socket): string {
  if (scope !== "any") return address;
  return family === "ipv6" ? "::1" : "127.0.0.1";
}

/** A probe that talks to sockets beyond loopback, and to those on loopback only for who looks for what is there at all. */
export function serviceProbe({ loopback = false }: { readonly loopback?: boolean } = {}): Probe {
  return probe({
    id: "service",
    version: 2,
    subject: "host",
    yields: ["host-services"],
    needs: ["shell", "network"],
    title: "What the listening sockets of this machine speak",
    async observe(subject, context) {
      const fact = "host-services" as const;
      if (subject.declared.transport !== "local")
        return [
          {
            fact,
            provenance: [],
            trouble: {
              kind: "unsupported",
              message: "only the sockets of this machine itself are talked to",
              wouldVerify: "run Holdfast on the host itself, with transport: local",
            },
          },
        ];
      const { timeoutMs, maxBytes } = context.budget;
      const signal = AbortSignal.any([context.signal, AbortSignal.timeout(timeoutMs)]);
      const sockets = await listSockets(context.transport, { timeoutMs, maxBytes, signal });
      if ("kind" in sockets) return [{ fact, provenance: [], trouble: sockets }];
      const listening = sockets.filter((it) => it.protocol === "tcp" && (loopback || it.scope !== "loopback"));
      // A server that prints its password before anybody asks must not have it printed again.
      const redactedGreeting = ({ greeting, ...spoken }: Spoken): Spoken =>
        greeting === undefined ? spoken : { ...spoken, greeting: redacted(greeting, context.fingerprint) };
      const limit = pLimit(conversationsAtOnce);
      const talks = new Map<string, Promise<Spoken>>();
      // IPv4 and IPv6 sockets of one process on one port are one service: it is talked to once.
      const talkOnce = (it: Socket): Promise<Spoken> => {
        const key = `${it.port} ${it.scope === "any" ? `any ${it.userId} ${it.processId ?? "?"}` : it.address}`;
        const talked =
          talks.get(key) ?? limit(() => converse({ host: hostOf(it), port: it.port, process: it.process }, signal));
        talks.set(key, talked);
        return talked;
      };
      const told = async (it: Socket): Promise<Service> => ({
        port: it.port,
        address: it.address,
        scope: it.scope,
        ...(it.process !== undefined && { process: it.process }),
        ...redactedGreeting(await talkOnce(it)),
      });
      const services = await Promise.all(listening.slice(0, mostSockets).map(told));
      const beyond = listening.slice(mostSockets).map((it) => untried(it));
      const all = [...services, ...beyond];
      const bytes = Buffer.from(JSON.stringify(all));
      const provenance = {
        request: `cat /proc/net/tcp /proc/net/tcp6; one conversation with each port that listens${loopback ? "" : " beyond loopback"}`,
        ...{ status: null, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
      };
      return [{ fact, provenance: [provenance], facts: { services: all, sockets: [...sockets] } }];
    },
  });
}

export default serviceProbe();

function untried({ port, address, scope, process }: Socket): Service {
  return {
    ...{ port, address, scope, service: "unknown" },
    ...(process !== undefined && { process }),
    trouble: {
      kind: "budget",
      message: `more than ${mostSockets} sockets listen on this machine; this one was not talked to`,
      wouldVerify: "look by hand what it speaks",
    },
  };
}
