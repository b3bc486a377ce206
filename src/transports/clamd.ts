import { connect, type Socket } from "node:net";
import { dialTrouble, timeoutTrouble } from "./dial-trouble.ts";
import type { Trouble } from "./trouble.ts";

export interface ClamdLimits {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** What clamd said of one file. */
export type ScanAnswer =
  | { readonly is: "clean" }
  | { readonly is: "found"; readonly signature: string }
  | { readonly is: "unscanned"; readonly because: string };

/** Program and signatures of a clamd. */
export interface ClamdVersion {
  /** Such as `ClamAV 1.4.6`. */
  readonly program: string;
  /** When its signatures were made; absent for a daemon that only has signatures of its own. */
  readonly signaturesAt?: Date;
}

const longestReply = 64 * 1024;
const frameBytes = 128 * 1024;

/**
 * Talks to a clamd (ClamAV) at `unix:///PATH` or `tcp://HOST:PORT`. Commands that tell or scan only; files are sent to it
 * (INSTREAM), so that it reads nothing by itself. One connection for each command, as clamd closes them.
 */
export class Clamd {
  readonly #address: string;
  readonly #limits: ClamdLimits;

  constructor(address: string, limits: ClamdLimits) {
    this.#address = address;
    this.#limits = limits;
  }

  async version(): Promise<ClamdVersion | Trouble> {
    const reply = await this.#ask((socket) => socket.write("zVERSION\0"));
    if (typeof reply !== "string") return reply;
    const [program = "", , made] = reply.split("/");
    if (!program.startsWith("ClamAV")) return this.#malformed(reply);
    const at = Date.parse(`${made ?? ""} UTC`);
    return { program: program.slice(0, 100), ...(!Number.isNaN(at) && { signaturesAt: new Date(at) }) };
  }

  /** Has one file scanned, whose bytes must all be here. */
  async scan(content: Buffer): Promise<ScanAnswer | Trouble> {
    const reply = await this.#ask((socket) => {
      socket.write("zINSTREAM\0");
      for (let at = 0; at < content.length; at += frameBytes) {
        const frame = content.subarray(at, at + frameBytes);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(frame.length);
        socket.write(length);
        socket.write(frame);
      }
      socket.write(Buffer.alloc(4));
    });
    if (typeof reply !== "string") return reply;
    if (reply === "stream: OK") return { is: "clean" };
    const found = /^stream: (.{1,300}) FOUND$/.exec(reply)?.[1];
    // What it found by a limit of its own (Heuristics.Limits.Exceeded) says that it did not look at all of it.
    if (found?.startsWith("Heuristics.Limits.Exceeded")) return { is: "unscanned", because: found };
    if (found !== undefined) return { is: "found", signature: found };
    if (reply.endsWith("ERROR")) return { is: "unscanned", because: reply.slice(0, 200) };
    return this.#malformed(reply);
  }

  #ask(send: (socket: Socket) => void): Promise<string | Trouble> {
    const place = this.#address;
    const target = targetOf(place);
    if (this.#limits.signal?.aborted) return Promise.resolve(timeoutTrouble(place, "the assessment was stopped"));
    return new Promise((resolve) => {
      const socket = connect(target);
      const end = (told: string | Trouble) => {
        clearTimeout(timer);
        this.#limits.signal?.removeEventListener("abort", stop);
        socket.destroy();
        resolve(told);
      };
      const stop = () => end(timeoutTrouble(place, "the assessment was stopped"));
      const timer = setTimeout(() => end(timeoutTrouble(place, "it gave no answer in time")), this.#limits.timeoutMs);
      this.#limits.signal?.addEventListener("abort", stop);
      let reply = "";
      socket.on("connect", () => send(socket));
      socket.on("data", (chunk) => {
        reply += chunk.toString("utf8");
        const zero = reply.indexOf("\0");
        if (zero >= 0) end(reply.slice(0, zero));
        else if (reply.length > longestReply) end(this.#malformed(reply));
      });
      // It answers and closes while a file is still on its way when that is too large: the answer has come then.
      socket.on("error", (error) => end(missing(error, place) ?? dialTrouble(error, place)));
      socket.on("end", () => end(this.#malformed(reply)));
    });
  }

  #malformed(reply: string): Trouble {
    return {
      kind: "unparsable",
      message: `${this.#address} does not answer like clamd`,
      wouldVerify: "name the socket of clamd under `malwareScanner`",
      excerpt: reply.slice(0, 200),
    };
  }
}

function targetOf(address: string): { readonly path: string } | { readonly host: string; readonly port: number } {
  if (address.startsWith("unix://")) return { path: address.slice(7) };
  const colon = address.lastIndexOf(":");
  return { host: address.slice(6, colon).replace(/^\[|\]$/g, ""), port: Number(address.slice(colon + 1)) };
}

function missing(error: unknown, place: string): Trouble | undefined {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") return undefined;
  return {
    kind: "not-installed",
    message: `there is no socket ${place}`,
    wouldVerify: "start clamd, or name its socket",
  };
}
