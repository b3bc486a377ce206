import type { Trouble } from "../../../transports/trouble.ts";
import { isTrouble, type Target } from "../target.ts";
import { type Feature, type Features, notApplicable, seen, unseen } from "./feature.ts";
import { type LibrarySession, librarySession } from "./library-session.ts";
import { maxEarlyData } from "./stored-session.ts";

export type Resumption = Pick<Features, "resumption" | "earlyData"> & {
  /** Whether a ticket of TLS 1.3 came; absent where that was not the version. */
  readonly lateTickets?: Feature;
  /** The connection on which that was seen. */
  readonly first: LibrarySession | Trouble;
};

/** 0-RTT is told by the ticket: how much early data the server takes with it. */
function earlyData(target: Target, first: LibrarySession): Feature {
  if (!target.known.versions.includes("TLSv1.3")) return notApplicable;
  if (first.version !== "TLSv1.3")
    return unseen({
      kind: "unsupported",
      message: `${target.place} offers TLS 1.3, but not in a way that the library speaks`,
      wouldVerify: "a TLS library that speaks what the server offers",
    });
  if (!first.session) return first.afterwards ? unseen(first.afterwards) : seen(false);
  const most = maxEarlyData(first.session);
  if (most !== undefined) return seen(most > 0);
  return unseen({
    kind: "unparsable",
    message: "the TLS library encodes sessions in a way that is not known here",
    wouldVerify: "the version of Node.js that this program is made for",
  });
}

/** Takes a session on one connection and offers it on the next. */
export async function observeResumption(target: Target): Promise<Resumption> {
  const first = await librarySession(target, { awaitTickets: true });
  if (isTrouble(first)) {
    const early = target.known.versions.includes("TLSv1.3") ? unseen(first) : notApplicable;
    return { first, resumption: unseen(first), earlyData: early };
  }
  const late = first.afterwards ? unseen(first.afterwards) : seen(first.session !== undefined);
  const told = {
    first,
    earlyData: earlyData(target, first),
    ...(first.version === "TLSv1.3" && { lateTickets: late }),
  };
  if (!first.session) return { ...told, resumption: first.afterwards ? unseen(first.afterwards) : seen(false) };
  const second = await librarySession(target, { session: first.session });
  return { ...told, resumption: isTrouble(second) ? unseen(second) : seen(second.reused) };
}
