import { type Trouble, TroubleError } from "../../transports/trouble.ts";
import type { DatabaseAddress } from "./address.ts";
import { Line, type LineLimits, type Secured } from "./line.ts";

/** How a server is talked to whose port speaks TLS or doesn't, never both. */
export interface Door<C> {
  readonly secured?: Secured;
  readonly open: () => Promise<C>;
}

/** How a product is spoken with. */
export interface Speech<C, G> {
  readonly client: (line: Line) => C;
  /** What it says first, or to the first words; throws a TroubleError for what isn't the product's. */
  readonly greet: (client: C) => Promise<G>;
}

const mostHelloMs = 5000;

/**
 * Finds out how the port speaks: the greeting, or the trouble of a server that demands a certificate of its clients.
 *
 * @throws TroubleError where nothing there answers like the product
 */
export async function findDoor<C extends { readonly line: Line }, G>(
  address: DatabaseAddress,
  limits: LineLimits,
  authorities: string | undefined,
  { client, greet }: Speech<C, G>,
): Promise<{ readonly door: Door<C>; readonly greeting: G | Trouble }> {
  const greeted = async (it: C): Promise<G | Trouble> => {
    try {
      return await greet(it);
    } catch (error) {
      if (error instanceof TroubleError) return error.trouble;
      throw error;
    } finally {
      it.line.close();
    }
  };
  const openPlain = async () => client(await Line.open(address, limits));
  // A TLS server waits for the rest of its hello when it hears a few bytes only; it gets the time of an answer.
  const short = { ...limits, timeoutMs: Math.min(mostHelloMs, limits.timeoutMs) };
  const plain = await greeted(client(await Line.open(address, short)));
  if (!isTrouble(plain)) return { door: { open: openPlain }, greeting: plain };
  if ("path" in address) throw new TroubleError(plain);
  let secured: Secured | undefined;
  const openTls = async () => {
    const line = await Line.open(address, limits);
    secured = await line.secure(authorities);
    return client(line);
  };
  let first: C;
  try {
    first = await openTls();
  } catch (error) {
    // What it said to the first words in clear text tells more than that it isn't TLS.
    if (error instanceof TroubleError) throw new TroubleError(plain);
    throw error;
  }
  const greeting = await greeted(first);
  if (isTrouble(greeting) && greeting.kind !== "denied") throw new TroubleError(greeting);
  return { door: { ...(secured !== undefined && { secured }), open: openTls }, greeting };
}

export function isTrouble(it: unknown): it is Trouble {
  return it !== null && typeof it === "object" && "wouldVerify" in it && "kind" in it;
}
