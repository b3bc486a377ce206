import type { Socket } from "node:net";
import { z } from "zod";
import { EngineClient } from "./engine.ts";
import { ExecFrames } from "./exec-frames.ts";
import type { ScriptLimits, ScriptResult, Transport } from "./transport.ts";
import { type Trouble, TroubleError } from "./trouble.ts";

/** A container in which scripts run. */
export interface ContainerPlace {
  /** Name of the host in the estate that it stands for. */
  readonly name: string;
  /** `unix:///PATH` or `tcp://HOST:PORT` of its engine. */
  readonly socket: string;
  /** Its name or id at the engine. */
  readonly container: string;
  /** Account that the script runs as; that of the container without one. */
  readonly user: string | undefined;
}

const created = z.object({ Id: z.string().regex(/^[0-9a-f]{12,64}$/) });
const ended = z.object({ ExitCode: z.int().nullable() });
const answerBytes = 1024 * 1024;

/**
 * Inside a container, by the exec of its engine (Docker Engine API): one process that reads the script on its standard
 * input. That is the one request besides GET that an engine gets; it changes nothing in the container.
 */
export function containerTransport(place: ContainerPlace): Transport {
  return {
    vantage: `container:${place.name}`,
    async run(script, limits) {
      try {
        return await runInside(place, script, limits);
      } catch (error) {
        if (error instanceof TroubleError) return error.trouble;
        throw error;
      }
    },
  };
}

async function runInside(place: ContainerPlace, script: string, limits: ScriptLimits): Promise<ScriptResult | Trouble> {
  const began = performance.now();
  const over = AbortSignal.any([
    ...(limits.signal === undefined ? [] : [limits.signal]),
    AbortSignal.timeout(limits.timeoutMs),
  ]);
  const engine = new EngineClient(place.socket);
  const bounds = { maxBytes: answerBytes, timeoutMs: limits.timeoutMs, signal: over };
  const seconds = Math.ceil(limits.timeoutMs / 1000);
  // Whatever becomes of the connection, nothing stays in the container for long.
  const bounded = `command -v timeout >/dev/null && exec timeout -k 2 ${seconds} /bin/sh -s; exec /bin/sh -s`;
  const made = await engine.post(`/containers/${encodeURIComponent(place.container)}/exec`, bounds, {
    ...{ AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: false },
    ...{ Cmd: ["/bin/sh", "-c", bounded], ...(place.user !== undefined && { User: place.user }) },
  });
  if ("kind" in made) return made;
  if (made.status !== 201) return refusal(place, made.status);
  const id = parsed(created, made.body, place).Id;
  const socket = await engine.hijack(`/exec/${id}/start`, over, { Detach: false, Tty: false });
  if ("kind" in socket) return socket;
  const { frames, stopped } = await talk(socket, script, limits, over);
  if (frames.broken)
    return { kind: "unparsable", message: `${place.socket} sends no frames`, wouldVerify: "ask the engine by hand" };
  if (stopped !== undefined && limits.partial !== true) return stopped;
  const state = stopped === undefined ? await engine.get(`/exec/${id}/json`, bounds) : undefined;
  const exitCode = state === undefined || "kind" in state ? null : parsed(ended, state.body, place).ExitCode;
  const { stdout, stderr } = frames.output;
  return {
    exitCode: exitCode ?? 124,
    stdout,
    stderr: stderr.toString("utf8"),
    tookMs: Math.round(performance.now() - began),
    ...(stopped !== undefined && { stopped }),
  };
}

/** Gives the process its script, and hears it until it ends or a limit does. */
async function talk(socket: Socket, script: string, limits: ScriptLimits, over: AbortSignal) {
  const frames = new ExecFrames();
  const { promise, resolve } = Promise.withResolvers<Trouble | undefined>();
  const tooMuch = {
    kind: "budget",
    message: `the script printed more than ${limits.maxBytes} bytes`,
    wouldVerify: "allow it more bytes",
  } as const;
  const tooLong = {
    kind: "timeout",
    message: "the script in the container was stopped before its end",
    wouldVerify: "allow it more time, or look why the container is slow",
  } as const;
  const onOver = () => resolve(tooLong);
  over.addEventListener("abort", onOver, { once: true });
  if (over.aborted) onOver();
  socket.on("data", (chunk: Buffer) => {
    frames.push(chunk);
    if (frames.bytes > limits.maxBytes) resolve(tooMuch);
    if (frames.broken) resolve(undefined);
  });
  socket
    .on("error", () => resolve(undefined))
    .on("close", () => resolve(undefined))
    .on("end", () => resolve(undefined));
  // Not every engine hands the end of what is written on to the process: the script says itself where it ends.
  socket.write(`${script}\nexit\n`);
  const stopped = await promise;
  over.removeEventListener("abort", onOver);
  socket.destroy();
  return { frames, stopped };
}

function parsed<S extends z.ZodType>(schema: S, body: Buffer, { socket }: ContainerPlace): z.output<S> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString("utf8"));
  } catch {
    // What is no JSON is told below.
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw new TroubleError({
    kind: "unparsable",
    message: `${socket} answers about its exec with something else`,
    wouldVerify: "an engine that speaks the Docker Engine API",
  });
}

function refusal({ socket, container }: ContainerPlace, status: number): Trouble {
  if (status === 404)
    return {
      kind: "unreachable",
      message: `${socket} has no container ${container}`,
      wouldVerify: "start the container, or correct its name",
    };
  if (status === 409)
    return {
      kind: "unreachable",
      message: `the container ${container} isn't running, or is paused`,
      wouldVerify: "start the container",
    };
  return {
    kind: "denied",
    message: `${socket} lets nobody run anything in ${container} (${status})`,
    wouldVerify: "let this machine use exec at the engine",
  };
}
