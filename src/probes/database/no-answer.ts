import { TroubleError } from "../../transports/trouble.ts";
import type { Line } from "./line.ts";

/** Ends the connection to who doesn't answer as the product does, and tells so: `in LDAP`, `like MongoDB`. */
export function unlike(line: Line, product: string, what: string): TroubleError {
  const { place } = line.address;
  line.close();
  const message = `${place} does not answer ${product}: ${what}`;
  return new TroubleError({ kind: "unparsable", message, wouldVerify: `declare what really listens at ${place}` });
}

/** The other side ended the connection before it had answered. */
export function endedEarly({ address: { place } }: Line): TroubleError {
  const message = `${place} closed the connection without an answer`;
  return new TroubleError({ kind: "refused", message, wouldVerify: `let ${place} answer this machine` });
}
