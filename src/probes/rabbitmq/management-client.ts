import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import { type DatabaseAddress, databaseAddress } from "../database/address.ts";
import { mayShowPassword } from "../database/credentials.ts";
import { Line, type LineLimits, type Secured } from "../database/line.ts";
import { ResponseParser } from "../http/response-parser.ts";

/** Where the management API is. */
export interface ManagementAddress {
  readonly address: DatabaseAddress;
  readonly tls: boolean;
  /** What stands before `/api`. */
  readonly prefix: string;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** An answer of the management API. */
export interface Answer {
  readonly status: number;
  /** The body, where it was whole and JSON. */
  readonly json: unknown;
  readonly secured: Secured | undefined;
  readonly bytes: Buffer;
}

const headBytes = 32 * 1024;

/** @throws TroubleError where it is no address that can be looked at */
export function managementAddress(declared: string): ManagementAddress {
  const { protocol, hostname, port, pathname } = new URL(declared);
  if (protocol !== "http:" && protocol !== "https:")
    throw new TroubleError({
      kind: "unsupported",
      message: `${declared.slice(0, 200)} is no URL of a management API`,
      wouldVerify: "declare `management` as https://HOST:15671",
    });
  const tls = protocol === "https:";
  const address = databaseAddress(port === "" ? hostname : `${hostname}:${port}`, tls ? 443 : 80);
  return { address, tls, prefix: pathname.replace(/\/(?:api\/?)?$/, "") };
}

/** Asks the management API, each time on a connection of its own; only ever GET. */
export class ManagementClient {
  readonly at: ManagementAddress;
  readonly #limits: LineLimits;
  readonly #authorities: string | undefined;

  constructor(at: ManagementAddress, limits: LineLimits, authorities: string | undefined) {
    this.at = at;
    this.#limits = limits;
    this.#authorities = authorities;
  }

  /**
   * @param known - credentials that everybody knows may be shown to anybody
   * @throws TroubleError where no answer comes, or a password would be shown to who may not see it
   */
  async get(path: string, credentials?: Credentials, known = false): Promise<Answer> {
    const { address, tls, prefix } = this.at;
    const line = await Line.open(address, this.#limits);
    try {
      if (tls) await line.secure(this.#authorities);
      if (credentials !== undefined && !known) mayShowPassword(line);
      const pair = credentials && Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64");
      const fields = [
        `GET ${prefix}/api/${path} HTTP/1.1`,
        `Host: ${address.place}`,
        "User-Agent: holdfast",
        "Accept: application/json",
        ...(pair === undefined ? [] : [`Authorization: Basic ${pair}`]),
        "Connection: close",
      ];
      line.write(Buffer.from(`${fields.join("\r\n")}\r\n\r\n`));
      return { ...(await this.#heard(line)), secured: line.secured };
    } finally {
      line.close();
    }
  }

  async #heard(line: Line) {
    const parser = new ResponseParser("GET", { headBytes, bodyBytes: this.#limits.maxBytes });
    while (!parser.finished) {
      const heard = await line.hear();
      if (heard.length === 0) parser.end();
      else parser.push(heard);
    }
    const { response, failure } = parser;
    if (response === undefined) throw new TroubleError(noAnswer(line.address.place, failure?.why ?? "nothing came"));
    const { status, body, bodyComplete } = response;
    return { status, bytes: body, json: bodyComplete ? parsed(body) : undefined };
  }
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function noAnswer(place: string, why: string): Trouble {
  return {
    kind: "unparsable",
    message: `${place} does not answer like a management API: ${why}`,
    wouldVerify: "declare under `management` where RabbitMQ's management API is",
  };
}
