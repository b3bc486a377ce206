import { lookup } from "node:dns/promises";
import { connect, isIP } from "node:net";
import { networkCode } from "../../transports/dial-trouble.ts";
import { EngineClient } from "../../transports/engine.ts";
import type { FactsOf } from "../fact-kinds.ts";
import type { ProbeContext } from "../probe.ts";
import type { Place } from "./places.ts";

type Part = FactsOf<"system-remains">["parts"][number];
type Found = Pick<Part, "found" | "detail" | "resolves">;

const secondsToAnswer = 5;

/** Whether anything is still at a place; connects at most, and sends nothing but a question to an engine. */
export async function reach(at: Place, context: ProbeContext): Promise<Part> {
  const { part, place } = at;
  switch (at.kind) {
    case "here":
      return { part, place, found: "answers", detail: "Holdfast runs on it" };
    case "socket":
      return { part, place, ...(await connected({ path: at.path }, context.signal)) };
    case "container":
      return { part, place, ...(await contained(at, context)) };
    case "port": {
      if (isIP(at.host) !== 0)
        return { part, place, ...(await connected({ host: at.connect ?? at.host, port: at.port }, context.signal)) };
      const resolves = await addressesOf(at.host);
      if (typeof resolves === "string") return { part, place, found: "unclear", detail: resolves };
      const host = at.connect ?? resolves[0];
      if (host === undefined) return { part, place, found: "gone", detail: "there is no such name" };
      return { part, place, resolves: [...resolves], ...(await connected({ host, port: at.port }, context.signal)) };
    }
  }
}

/** Addresses of a name, none where there is no such name; a text where nobody could tell. */
async function addressesOf(host: string): Promise<readonly string[] | string> {
  try {
    return (await lookup(host, { all: true })).map((it) => it.address).slice(0, 20);
  } catch (error) {
    const { code } = networkCode(error);
    if (code === "ENOTFOUND") return [];
    if (code === "") throw error;
    return `the name could not be looked up (${code})`;
  }
}

async function connected(to: { host: string; port: number } | { path: string }, signal: AbortSignal): Promise<Found> {
  const socket = connect(to);
  const over = AbortSignal.any([signal, AbortSignal.timeout(secondsToAnswer * 1000)]);
  const { promise, resolve } = Promise.withResolvers<Found>();
  const silent: Found = { found: "silent", detail: `no answer in ${secondsToAnswer} seconds` };
  over.addEventListener("abort", () => resolve(silent), { once: true });
  if (over.aborted) resolve(silent);
  socket.once("connect", () => resolve({ found: "answers" }));
  socket.once("error", (error) => resolve(failed(networkCode(error).code)));
  const found = await promise;
  socket.destroy();
  return found;
}

function failed(code: string): Found {
  if (code === "ECONNREFUSED") return { found: "refused" };
  if (code === "ENOENT") return { found: "gone", detail: "there is no such socket" };
  if (/^(?:EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT)$/.test(code)) return { found: "silent", detail: code };
  return { found: "unclear", detail: code === "" ? "the connection failed" : code };
}

async function contained(
  { socket, name }: Extract<Place, { kind: "container" }>,
  { signal, budget }: ProbeContext,
): Promise<Found> {
  if (socket === undefined) return { found: "unclear", detail: "the estate names no engine for it" };
  const limits = { signal, maxBytes: budget.maxBytes, timeoutMs: budget.timeoutMs };
  const answer = await new EngineClient(socket).get(`/containers/${encodeURIComponent(name)}/json`, limits);
  if ("kind" in answer) return { found: "unclear", detail: answer.message };
  if (answer.status === 404) return { found: "gone", detail: "the engine has no such container" };
  if (answer.status === 200) return { found: "answers", detail: "the engine still has it" };
  return { found: "unclear", detail: `the engine answers ${answer.status}` };
}
