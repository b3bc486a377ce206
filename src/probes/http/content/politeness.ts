import type { Trouble } from "../../../transports/trouble.ts";
import type { HttpRequest, Reply } from "../client.ts";
import type { ClientPool } from "../client-pool.ts";
import { headerValues } from "../response-head.ts";
import type { ParsedResponse } from "../response-parser.ts";

/** A reply, or why nothing was asked. */
export type Asked = Reply | { readonly trouble: Trouble };

/** After so many answers that say so, a server is left in peace. */
const patience = 3;
/** Requests that doubts about answers may not use up, as things that are found lead to further ones. */
const keptBack = 22;
const bodyBytes = 64 * 1024;

/** The trouble of a server that says it is too busy, or failed; `undefined` for any other answer. */
export function busyTrouble(status: number, path: string): Trouble | undefined {
  if (status !== 408 && status !== 429 && status < 500) return undefined;
  return { kind: "refused", message: `${path} answered ${status}`, wouldVerify: "try again when it is less busy" };
}

interface Wanted {
  readonly firstBytes?: number;
  readonly bodyBytes?: number;
  /** A question about another answer; some requests are kept back from these. */
  readonly doubt?: true;
  /** The one question that is always left for the end. */
  readonly last?: true;
}

/** Asks for each path once, for so many paths at most, and stops where the server says that it is too much. */
export class PoliteAsker {
  readonly #pool: ClientPool;
  readonly #most: number;
  readonly #asked = new Map<string, Promise<Asked>>();
  #sent = 0;
  #refusals = 0;

  constructor(pool: ClientPool, most: number) {
    this.#pool = pool;
    this.#most = most;
  }

  /** Requests that were sent. */
  get requests(): number {
    return this.#sent;
  }

  /** What came so far, in the order in which it was asked for. */
  async replies(): Promise<readonly Reply[]> {
    const all = await Promise.all(this.#asked.values());
    return all.filter((it) => "request" in it);
  }

  /** GETs a path; of a large thing only the first bytes are asked for. */
  async get(path: string, only: Wanted = {}): Promise<Asked> {
    const before = this.#asked.get(path);
    if (before) return before;
    if (this.#asked.size >= this.#most - (only.last ? 0 : only.doubt ? keptBack : 1))
      return {
        trouble: {
          kind: "budget",
          message: `all ${this.#most} requests allowed for the search are used up`,
          wouldVerify: `ask for ${path} by hand`,
        },
      };
    const range = only.firstBytes === undefined ? [] : [["Range", `bytes=0-${only.firstBytes - 1}`] as const];
    const asked = this.#send(path, { headers: range, bodyBytes: only.bodyBytes ?? bodyBytes });
    this.#asked.set(path, asked);
    return asked;
  }

  #send(target: string, rest: Pick<HttpRequest, "headers" | "bodyBytes">): Promise<Asked> {
    return this.#pool.use(async (client) => {
      if (this.#refusals >= patience)
        return {
          trouble: {
            kind: "refused",
            message: `${target} was not asked for: the server said ${patience} times that it is too much`,
            wouldVerify: "let this machine ask more often, or try again later",
          },
        };
      this.#sent += 1;
      const reply = await client.ask({ method: "GET", target, ...rest });
      if ("response" in reply && asksForPatience(reply.response)) this.#refusals += 1;
      return reply;
    });
  }
}

/** Too many requests (RFC 6585), or a busy server that says when to come back. */
function asksForPatience(response: ParsedResponse): boolean {
  return response.status === 429 || (response.status === 503 && headerValues(response, "retry-after").length > 0);
}
