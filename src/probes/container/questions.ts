import type { z } from "zod";
import { EngineClient, unexpectedStatus } from "../../transports/engine.ts";
import { TroubleError } from "../../transports/trouble.ts";
import type { Provenance } from "../observation.ts";
import type { ProbeContext } from "../probe.ts";
import { type InspectedContainer, inspectedContainer } from "./engine-answers.ts";

const mostBytes = 8 * 1024 * 1024;

/** Asks one engine, and notes what came back of each question. */
export class Questions {
  readonly asked: Provenance[] = [];
  readonly #engine: EngineClient;
  readonly #context: ProbeContext;

  constructor(socket: string, context: ProbeContext) {
    this.#engine = new EngineClient(socket);
    this.#context = context;
  }

  /** @returns nothing where the engine has no such thing (404). @throws TroubleError for all else that isn't the answer */
  async ask<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> {
    const { budget, signal, fingerprint } = this.#context;
    const limits = { maxBytes: Math.min(mostBytes, budget.maxBytes), timeoutMs: budget.timeoutMs, signal };
    const answer = await this.#engine.get(path, limits);
    if ("kind" in answer) throw new TroubleError(answer);
    // What an engine says of a container holds its environment.
    const sha256 = `hmac:${fingerprint(answer.body)}`;
    this.asked.push({ request: `GET ${path}`, status: answer.status, bytes: answer.body.length, sha256 });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new TroubleError(unexpectedStatus(this.#engine.socket, path, answer.status));
    const read = schema.safeParse(parsed(answer.body));
    if (read.success) return read.data;
    throw new TroubleError({
      kind: "unparsable",
      message: `what ${this.#engine.socket} answers to GET ${path} makes no sense`,
      wouldVerify: "an engine that speaks the Docker Engine API",
    });
  }

  /** The container of exactly this name or id; engines also take the beginning of an id, which could be another's. */
  async container(name: string): Promise<InspectedContainer> {
    const isName = /^[A-Za-z0-9][\w.-]*$/.test(name);
    const found = isName
      ? await this.ask(`/containers/${encodeURIComponent(name)}/json`, inspectedContainer)
      : undefined;
    const isId = found !== undefined && name.length >= 12 && found.Id.startsWith(name);
    if (found !== undefined && (isId || found.Name.replace(/^\//, "") === name)) return found;
    throw new TroubleError({
      kind: "unreachable",
      message: `${this.#engine.socket} has no container of the name or id ${name}`,
      wouldVerify: "start it there, or correct its name in the estate file",
    });
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
