import { once } from "node:events";
import { lstat } from "node:fs/promises";
import { z } from "zod";
import type { Trouble } from "../../transports/trouble.ts";
import type { EngineSighting } from "./facts.ts";
import { isAbsence, readTrouble } from "./read-trouble.ts";

const mostBytes = 4 * 1024 * 1024;

/** What of the Engine API's ContainerSummary is needed; the rest of it may be as it likes. */
const containerList = z
  .array(z.object({ Id: z.string(), Names: z.array(z.string()).nullish(), Image: z.string() }))
  .max(10_000);

/** Containers in an answer to `GET /containers/json` (Docker Engine API). */
export function readContainers(text: string): NonNullable<EngineSighting["containers"]> | Trouble {
  try {
    return containerList.parse(JSON.parse(text)).map(({ Id, Names, Image }) => ({
      id: Id,
      name: (Names?.[0] ?? "").replace(/^\//, ""),
      image: Image,
    }));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof z.ZodError)) throw error;
    return {
      kind: "unparsable",
      message: "the engine's list of containers makes no sense",
      wouldVerify: "an engine that speaks the Docker Engine API",
      excerpt: text.slice(0, 200),
    };
  }
}

/** Asks an engine for its running containers; nothing where there is no such socket. */
export async function askEngine(path: string, ms: number, signal: AbortSignal): Promise<EngineSighting | undefined> {
  const socket = `unix://${path}`;
  try {
    const kind = await lstat(path);
    if (!kind.isSocket() && !kind.isSymbolicLink()) return undefined;
  } catch (error) {
    return isAbsence(error) ? undefined : { socket, trouble: readTrouble(error, path) };
  }
  const text = await get(path, "/containers/json", AbortSignal.any([signal, AbortSignal.timeout(ms)]));
  const containers = typeof text === "string" ? readContainers(text) : text;
  return "kind" in containers ? { socket, trouble: containers } : { socket, containers };
}

async function get(socketPath: string, path: string, signal: AbortSignal): Promise<string | Trouble> {
  try {
    // Loaded late: it takes a tenth of the time that a start takes, and most runs ask no engine.
    const { request } = await import("node:http");
    const asked = request({ socketPath, path, signal, headers: { host: "localhost" } });
    // An error after the answer began arrives with the body; without a listener it would end the process.
    asked.on("error", () => {});
    asked.end();
    const [response] = await once(asked, "response", { signal });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) {
        asked.destroy();
        return {
          kind: "budget",
          message: `${socketPath} answers with more than 4 MiB`,
          wouldVerify: "list its containers by hand",
        };
      }
      chunks.push(chunk);
    }
    if (response.statusCode === 200) return Buffer.concat(chunks).toString("utf8");
    return {
      kind: "unsupported",
      message: `${socketPath} answers GET ${path} with ${response.statusCode}`,
      wouldVerify: "an engine that speaks the Docker Engine API",
    };
  } catch (error) {
    const { name, code = "" } = error as NodeJS.ErrnoException;
    if (name === "AbortError" || name === "TimeoutError")
      return {
        kind: "timeout",
        message: `${socketPath} did not answer in time`,
        wouldVerify: "start the engine behind it",
      };
    if (code === "ECONNREFUSED")
      return {
        kind: "refused",
        message: `nothing listens behind ${socketPath}`,
        wouldVerify: "start the engine behind it",
      };
    if (/^HPE_/.test(code) || code === "ECONNRESET")
      return {
        kind: "unparsable",
        message: `${socketPath} answers with no HTTP (${code})`,
        wouldVerify: "an engine that speaks the Docker Engine API",
      };
    return readTrouble(error, socketPath);
  }
}
