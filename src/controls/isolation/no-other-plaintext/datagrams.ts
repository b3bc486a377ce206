import type { HostDeclaration } from "../../../estate/schema.ts";
import type { Subject } from "../../../estate/subject.ts";
import type { FactsOf } from "../../../probes/fact-kinds.ts";
import type { Gap } from "../../../verdict/outcome.ts";
import { forOutsiders } from "./outsiders.ts";

/** Linux gives such ports to whoever sends; a socket there that nobody declared is the end of an exchange. */
const firstEphemeral = 32_768;

/** UDP sockets beyond loopback: nobody asks them what they speak. */
export function datagramGaps(
  { sockets }: FactsOf<"host-services">,
  { name: host, declared }: Subject<HostDeclaration>,
): Gap[] {
  const wide = sockets.filter((it) => it.protocol === "udp" && it.scope !== "loopback");
  return [...new Set(wide.map(({ port }) => port))].flatMap((port) => {
    const listener = declared.listeners.find((it) => it.protocol === "udp" && it.port === port);
    if (forOutsiders(listener) === false || (listener === undefined && port >= firstEphemeral)) return [];
    const process = wide.find((it) => it.port === port && it.process !== undefined)?.process;
    return {
      reason: `what ${process ?? "a process we may not see"} speaks on ${port}/udp was not asked`,
      wouldVerify: `limit the clients of listener ${port}/udp of ${host} to your own networks, or attest that it is encrypted`,
    };
  });
}
