import type { Trouble } from "../../transports/trouble.ts";
import { type Granted, newestClear, openForAll } from "./features/opening-hello.ts";
import { openSession, type Session } from "./session/session.ts";
import { legacyHello, sessionWish } from "./session/session-hello.ts";
import { isTrouble, type Target } from "./target.ts";
import { renegotiationInfo, sessionTicket } from "./wire/extension.ts";

/** Connections that several looks have in common; each is made once somebody asks for it. `close()` them in the end. */
export class Openings {
  readonly #target: Target;
  #granted: Promise<Granted | Trouble | undefined> | undefined;
  #session: Promise<Session | Trouble | undefined> | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** What the newest version in clear grants of all that can be asked for; `undefined` where there is no such version. */
  granted(): Promise<Granted | Trouble | undefined> {
    const version = newestClear(this.#target.known.versions);
    this.#granted ??= version === undefined ? Promise.resolve(undefined) : openForAll(this.#target, version);
    return this.#granted;
  }

  /** A session for which a ticket was asked; `undefined` where no suite is offered with which one can be had from here. */
  session(): Promise<Session | Trouble | undefined> {
    const wish = sessionWish(this.#target, () => true);
    this.#session ??= wish
      ? openSession(this.#target, legacyHello(this.#target, wish, [renegotiationInfo(), sessionTicket()]))
      : Promise.resolve(undefined);
    return this.#session;
  }

  async close(): Promise<void> {
    const [granted, session] = await Promise.all([this.#granted, this.#session]);
    if (granted && !isTrouble(granted)) granted.conversation.close();
    if (session && !isTrouble(session)) session.close();
  }
}

/** Looks with openings that others share, or with its own. */
export async function withOpenings<T>(
  target: Target,
  shared: Openings | undefined,
  look: (openings: Openings) => Promise<T>,
): Promise<T> {
  if (shared) return look(shared);
  const own = new Openings(target);
  try {
    return await look(own);
  } finally {
    await own.close();
  }
}
