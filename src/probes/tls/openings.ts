import type { Trouble } from "../../transports/trouble.ts";
import { type Granted, newestClear, openForAll } from "./features/opening-hello.ts";
import { goesAlong } from "./features/renegotiates.ts";
import { earlyChange } from "./flaws/early-change.ts";
import type { Flaw } from "./flaws/flaw.ts";
import { openSession } from "./session/session.ts";
import { legacyHello, sessionWish } from "./session/session-hello.ts";
import { isTrouble, type Target } from "./target.ts";
import { extensionTypes, renegotiationInfo, sessionTicket } from "./wire/extension.ts";

/** What one handshake showed that was not carried on. */
export interface GrantedAndTried extends Granted {
  /** What an early ChangeCipherSpec did on that connection; absent where there was no occasion for it. */
  readonly earlyChange?: Flaw | "taken";
}

/** What one session showed. */
export interface SessionShown {
  readonly ticket?: Buffer;
  /** Whether the server went along with a renegotiation: one with RFC 5746 where it knows that. */
  readonly renegotiates: boolean | Trouble;
}

/**
 * Connections that several looks have in common; each is made once somebody asks for it. All that is to be tried on it is
 * tried at once, and then it is closed: some servers serve one connection at a time.
 */
export class Openings {
  readonly #target: Target;
  #granted: Promise<GrantedAndTried | Trouble | undefined> | undefined;
  #session: Promise<SessionShown | Trouble | undefined> | undefined;

  constructor(target: Target) {
    this.#target = target;
  }

  /** What the newest version in clear grants of all that can be asked for; `undefined` where there is no such version. */
  granted(): Promise<GrantedAndTried | Trouble | undefined> {
    this.#granted ??= this.#grant();
    return this.#granted;
  }

  async #grant(): Promise<GrantedAndTried | Trouble | undefined> {
    const version = newestClear(this.#target.known.versions);
    if (version === undefined) return undefined;
    const opened = await openForAll(this.#target, version);
    if (isTrouble(opened)) return opened;
    const { granted, conversation, patienceMs } = opened;
    try {
      if (version === "SSLv3" || !granted.answer.helloDone) return granted;
      const opening = { conversation, patienceMs, flight: granted.answer };
      return { ...granted, earlyChange: await earlyChange(this.#target, opening) };
    } finally {
      conversation.close();
    }
  }

  /** A session for which a ticket was asked; `undefined` where no suite is offered with which one can be had from here. */
  session(): Promise<SessionShown | Trouble | undefined> {
    this.#session ??= this.#openSession();
    return this.#session;
  }

  async #openSession(): Promise<SessionShown | Trouble | undefined> {
    const wish = sessionWish(this.#target, () => true);
    if (!wish) return undefined;
    const session = await openSession(
      this.#target,
      legacyHello(this.#target, wish, [renegotiationInfo(), sessionTicket()]),
    );
    if (isTrouble(session)) return session;
    try {
      const isSecure = session.serverHello.extensions.some((it) => it.type === extensionTypes.renegotiationInfo);
      const renegotiates = await goesAlong(this.#target, session, wish, isSecure);
      return { ...(session.ticket && { ticket: session.ticket }), renegotiates };
    } finally {
      session.close();
    }
  }
}
