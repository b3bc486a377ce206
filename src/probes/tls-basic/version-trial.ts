import type { z } from "zod";
import { dialTrouble, networkCode, timeoutTrouble } from "../../transports/dial-trouble.ts";
import type { Trouble } from "../../transports/trouble.ts";
import type { tlsProtocolsSchema } from "./facts.ts";
import type { Handshake, TlsVersion } from "./handshake.ts";

type VersionFact = z.output<typeof tlsProtocolsSchema>["versions"][number];
export type VersionTrial = Omit<VersionFact, "trouble"> & { readonly trouble?: Trouble };

/** The server's own word that it does not speak that version. */
const refusal = /ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL/;
/** What servers also do with versions that they don't speak; it only says so of one that speaks another version. */
const dismissal =
  /^(ECONNRESET|EPIPE|ECONNABORTED)$|ALERT_HANDSHAKE_FAILURE|ALERT_INSUFFICIENT_SECURITY|WRONG_VERSION_NUMBER|UNEXPECTED_EOF/;

/** Why a handshake failed, as a trouble. */
export function handshakeTrouble(shaken: Handshake, place: string): Trouble | undefined {
  if (shaken.failure === undefined) return undefined;
  if (shaken.failure === "timeout") return timeoutTrouble(place, "the TLS handshake did not end in time");
  return dialTrouble(shaken.failure, place);
}

/** Whether the server spoke the version at all: it completed the handshake, or showed a certificate in it. */
export function spoke(shaken: Handshake): boolean {
  return shaken.failure === undefined || shaken.chain.length > 0;
}

/** What one handshake says of one version; `speaksTls` is whether the server spoke any version of TLS just now. */
export function versionTrial(
  version: TlsVersion,
  shaken: Handshake,
  seen: { readonly speaksTls: boolean; readonly place: string },
): VersionTrial {
  if (spoke(shaken))
    return {
      version,
      offered: true,
      ...(shaken.cipherSuite !== undefined && { cipherSuite: shaken.cipherSuite }),
      ...(shaken.keyExchange && { keyExchange: shaken.keyExchange }),
    };
  const { code } = networkCode(shaken.failure);
  if (refusal.test(code)) return { version, offered: false };
  if (shaken.connected && seen.speaksTls && dismissal.test(code)) return { version, offered: false };
  const trouble = handshakeTrouble(shaken, seen.place);
  return trouble ? { version, trouble } : { version };
}
