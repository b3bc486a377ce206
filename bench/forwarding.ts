import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Ports that lead to one server; every tool goes through them, so that all are counted alike. */
export interface Forwarding {
  readonly ports: readonly number[];
  /** Connections since the last call. */
  taken(): Promise<number>;
  /** Bytes both ways since the start. */
  bytes(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it in a process of its own, so that its work is not counted as anybody's. */
export async function startForwarding(to: number, { ports = 1, delayMs = 0 } = {}): Promise<Forwarding> {
  const child = fork(fileURLToPath(new URL("./forwarder.ts", import.meta.url)), { stdio: "inherit" });
  const ask = async <T>(message: object | string): Promise<T> => {
    const answer = once(child, "message");
    child.send(message);
    return (await answer)[0] as T;
  };
  const open = await ask<{ readonly ports: readonly number[] }>({ to, ports, delayMs });
  let before = 0;
  return {
    ports: open.ports,
    async taken() {
      const { connections } = await ask<{ readonly connections: number }>("count");
      const since = connections - before;
      before = connections;
      return since;
    },
    bytes: async () => (await ask<{ readonly bytes: number }>("count")).bytes,
    async stop() {
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
