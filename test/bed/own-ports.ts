import { localTransport } from "../../src/transports/local.ts";
import type { Transport } from "../../src/transports/transport.ts";

/** This machine as if only these ports were listening, so that a test talks to nobody but its own servers. */
export function onlyPorts(ports: readonly number[]): Transport {
  const local = localTransport();
  const own = new Set(ports.map((port) => port.toString(16).toUpperCase().padStart(4, "0")));
  return {
    vantage: local.vantage,
    async run(script, limits) {
      const result = await local.run(script, limits);
      if ("kind" in result) return result;
      const kept = result.stdout
        .toString("latin1")
        .split("\n")
        .filter((line) => {
          const port = /^ *\d+: [0-9A-F]+:([0-9A-F]{4}) /.exec(line)?.[1];
          return port === undefined || own.has(port);
        });
      return { ...result, stdout: Buffer.from(kept.join("\n"), "latin1") };
    },
  };
}
