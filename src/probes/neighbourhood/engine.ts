import { lstat } from "node:fs/promises";
import { z } from "zod";
import { EngineClient, unexpectedStatus } from "../../transports/engine.ts";
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
  const list = "/containers/json";
  const answer = await new EngineClient(socket).get(list, { maxBytes: mostBytes, timeoutMs: ms, signal });
  if ("kind" in answer) return { socket, trouble: answer };
  if (answer.status !== 200) return { socket, trouble: unexpectedStatus(socket, list, answer.status) };
  const containers = readContainers(answer.body.toString("utf8"));
  return "kind" in containers ? { socket, trouble: containers } : { socket, containers };
}
