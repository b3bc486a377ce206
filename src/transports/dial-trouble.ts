import type { Trouble } from "./trouble.ts";

const unreachable = new Set(["ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "EADDRNOTAVAIL", "EHOSTDOWN"]);
const reset = new Set(["ECONNRESET", "EPIPE", "ECONNABORTED"]);

/** Code and TLS library reason of a network error; both empty where there are none. */
export function networkCode(error: unknown): { readonly code: string; readonly reason: string } {
  const it = error as { code?: unknown; reason?: unknown; errors?: readonly unknown[] };
  if (typeof it?.code !== "string" && Array.isArray(it?.errors) && it.errors.length > 0)
    return networkCode(it.errors[0]);
  return { code: typeof it?.code === "string" ? it.code : "", reason: typeof it?.reason === "string" ? it.reason : "" };
}

/** What a failed connection means. An error without a network code is a mistake of ours and thrown again. */
export function dialTrouble(error: unknown, place: string): Trouble {
  const { code, reason } = networkCode(error);
  if (code === "ECONNREFUSED")
    return {
      kind: "refused",
      message: `${place} refused the connection`,
      wouldVerify: `start the service at ${place}`,
    };
  if (reset.has(code))
    return {
      kind: "refused",
      message: `${place} broke the connection off (${code})`,
      wouldVerify: `let ${place} answer this machine`,
    };
  if (unreachable.has(code))
    return {
      kind: "unreachable",
      message: `${place} can't be reached (${code})`,
      wouldVerify: `make ${place} resolvable and reachable from here`,
    };
  if (code === "ETIMEDOUT") return timeoutTrouble(place, "the connection was not set up in time");
  if (code === "EACCES" || code === "EPERM")
    return {
      kind: "denied",
      message: `this machine forbids connecting to ${place} (${code})`,
      wouldVerify: `allow outgoing connections to ${place}`,
    };
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE/.test(code))
    return {
      kind: "denied",
      message: `${place} demands a client certificate (${reason || code})`,
      wouldVerify: `a client certificate that ${place} accepts`,
    };
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|RECORD_LAYER_FAILURE/.test(code))
    return {
      kind: "unparsable",
      message: `${place} does not answer with TLS (${reason || code})`,
      wouldVerify: "declare the endpoint's URL with the scheme that it really speaks",
    };
  if (code.startsWith("ERR_SSL") || code.startsWith("ERR_TLS") || code === "EPROTO" || code.startsWith("ERR_OSSL"))
    return {
      kind: "unsupported",
      message: `no TLS connection to ${place} came about (${reason || code})`,
      wouldVerify: "a TLS library that speaks what the server offers",
    };
  if (code !== "")
    return {
      kind: "unreachable",
      message: `the connection to ${place} failed (${code})`,
      wouldVerify: `make ${place} reachable from here`,
    };
  throw error;
}

/** Something at `place` took longer than it may. */
export function timeoutTrouble(place: string, what: string): Trouble {
  return {
    kind: "timeout",
    message: `${place}: ${what}`,
    wouldVerify: `give more time to ${place}, or make it answer`,
  };
}
