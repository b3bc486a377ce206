import type { FactsOf } from "../fact-kinds.ts";
import type { Collected } from "../host/collected.ts";
import { hostListeners } from "../host/sockets.ts";
import { assertSeen, containerProcesses } from "./processes.ts";

/** What listens in the container's network namespace. @throws TroubleError where that can't be seen from here */
export function containerListeners(from: Collected): FactsOf<"container-listeners"> {
  assertSeen(from);
  const hostNetwork = containerProcesses(from).processes.some((it) => it.hostNamespaces.includes("network"));
  const { sockets } = hostListeners(from);
  // In a network of its own, whatever listens is the container's, or of one that shares it.
  const refused = from.section("fds").stderr.includes("Permission denied");
  return {
    hostNetwork,
    sockets,
    unseen: refused
      ? [
          {
            reason: "whose sockets they are could not be seen",
            wouldVerify: "run as root on the host of the container",
          },
        ]
      : [],
  };
}
