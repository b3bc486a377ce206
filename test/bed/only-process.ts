import { localTransport } from "../../src/transports/local.ts";
import type { Transport } from "../../src/transports/transport.ts";

/** This machine as if only that process were a web server, so that a test asks nobody but its own servers. */
export function onlyProcess(processId: number, from: Transport = localTransport()): Transport {
  return {
    vantage: from.vantage,
    async run(script, limits) {
      const result = await from.run(script, limits);
      if ("kind" in result || !script.includes("processes()")) return result;
      const parts = result.stdout.toString("latin1").split(/^(?=process |\x1eended)/m);
      const kept = parts.filter((it) => !it.startsWith("process ") || it.startsWith(`process ${processId} `));
      return { ...result, stdout: Buffer.from(kept.join(""), "latin1") };
    },
  };
}
